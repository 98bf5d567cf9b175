namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Truth values.</summary>
public sealed class BooleanField : Field
{
    private readonly BitBuffer _bits;

    /// <summary>Makes an empty field.</summary>
    public BooleanField(string name, bool nullable = false)
        : base(name, FieldType.Boolean, nullable) => _bits = new BitBuffer(this);

    internal override ReadOnlyMemory<byte> Values => _bits.Memory;

    /// <summary>Appends a truth value.</summary>
    public void Append(bool value)
    {
        _bits.Append(value);
        CountValue();
    }

    /// <summary>Appends a truth value, or null.</summary>
    public void Append(bool? value)
    {
        if (value is { } truth) Append(truth);
        else AppendNull();
    }

    private protected override void AppendEmpty() => _bits.Append(false);

    private protected override void DisposeValues() => _bits.Dispose();
}
