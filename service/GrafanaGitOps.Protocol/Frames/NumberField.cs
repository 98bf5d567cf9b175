namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Numbers of one of the ten Arrow number types.</summary>
/// <typeparam name="T">sbyte, short, int, long, byte, ushort, uint, ulong, float or double; anything else is refused by the constructor.</typeparam>
public sealed class NumberField<T> : Field
    where T : unmanaged
{
    private readonly PooledBuffer _numbers;

    /// <summary>Makes an empty field; an <see cref="ArgumentException"/> when <typeparamref name="T"/> is none of the ten types.</summary>
    public NumberField(string name, bool nullable = false)
        : base(name, TypeOfNumber(), nullable) => _numbers = new PooledBuffer(this);

    internal override ReadOnlyMemory<byte> Values => _numbers.Memory;

    /// <summary>Appends a number.</summary>
    public void Append(T value)
    {
        _numbers.Append(value);
        CountValue();
    }

    /// <summary>Appends a number, or null.</summary>
    public void Append(T? value)
    {
        if (value is { } number) Append(number);
        else AppendNull();
    }

    private protected override void AppendEmpty() => _numbers.Append(default(T));

    private protected override void DisposeValues() => _numbers.Dispose();

    private static FieldType TypeOfNumber() => default(T) switch
    {
        sbyte => FieldType.Int8,
        short => FieldType.Int16,
        int => FieldType.Int32,
        long => FieldType.Int64,
        byte => FieldType.UInt8,
        ushort => FieldType.UInt16,
        uint => FieldType.UInt32,
        ulong => FieldType.UInt64,
        float => FieldType.Float32,
        double => FieldType.Float64,
        _ => throw new ArgumentException(
            $"{typeof(T)} is no number that a frame can hold; use sbyte, short, int, long, byte, ushort, uint, ulong, float or double."),
    };
}
