using System.Diagnostics.CodeAnalysis;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>States out of a fixed list.</summary>
public sealed class EnumField : Field
{
    private const int MaxTexts = ushort.MaxValue + 1;

    private readonly PooledBuffer _indexes;

    /// <summary>Makes an empty field; an <see cref="ArgumentException"/> for more than 65,536 texts.</summary>
    public EnumField(string name, IReadOnlyList<string> texts, bool nullable = false)
        : base(name, FieldType.Enum, nullable)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count > MaxTexts)
            throw new ArgumentException($"Field \"{name}\" has {texts.Count:N0} texts; an enum field takes at most {MaxTexts:N0}.", nameof(texts));
        Texts = texts;
        _indexes = new PooledBuffer(this);
    }

    /// <summary>The texts that the numbers stand for, at most 65,536.</summary>
    public IReadOnlyList<string> Texts { get; }

    internal override FieldConfig WrittenConfig => (Config ?? new FieldConfig()) with { Type = new(new(Texts, Config?.EnumColors)) };

    internal override ReadOnlyMemory<byte> Values => _indexes.Memory;

    /// <summary>Appends an index into <see cref="Texts"/>; a <see cref="FrameException"/> that names field and row when there is no such text.</summary>
    public void Append(ushort index)
    {
        if (index >= Texts.Count) ThrowOutOfRange(index);
        _indexes.Append(index);
        CountValue();
    }

    /// <summary>Appends an index into <see cref="Texts"/>, or null.</summary>
    public void Append(ushort? index)
    {
        if (index is { } number) Append(number);
        else AppendNull();
    }

    private protected override void AppendEmpty() => _indexes.Append((ushort)0);

    private protected override void DisposeValues() => _indexes.Dispose();

    [DoesNotReturn]
    private void ThrowOutOfRange(ushort index) => throw new FrameException(
        $"Field \"{Name}\", row {Count}: index {index} has no text; " +
        (Texts.Count == 0 ? "the field has no texts, so only null fits." : $"the field's texts are 0 to {Texts.Count - 1}."));
}
