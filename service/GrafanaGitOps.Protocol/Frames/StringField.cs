using System.Text;
using System.Text.Unicode;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Texts.</summary>
public sealed class StringField : Field
{
    private readonly VariableCells _cells;

    // Names and states repeat from row to row as the same string: its bytes are copied instead of written anew.
    private string? _last;
    private int _lastStart;
    private int _lastLength;

    /// <summary>Makes an empty field.</summary>
    public StringField(string name, bool nullable = false)
        : base(name, FieldType.String, nullable) => _cells = new VariableCells(this);

    internal override ReadOnlyMemory<byte> Offsets => _cells.Offsets;

    internal override ReadOnlyMemory<byte> Values => _cells.Bytes.Memory;

    /// <summary>Appends a text, or null. Lone surrogates become U+FFFD.</summary>
    public void Append(string? value)
    {
        if (value is null)
        {
            AppendNull();
            return;
        }

        if (ReferenceEquals(value, _last))
        {
            _cells.Repeat(_lastStart, _lastLength);
            CountValue();
            return;
        }

        var start = _cells.Bytes.Length;
        Append(value.AsSpan());
        (_last, _lastStart, _lastLength) = (value, start, _cells.Bytes.Length - start);
    }

    /// <summary>Appends a text that need not be a string of its own. Lone surrogates become U+FFFD.</summary>
    public void Append(ReadOnlySpan<char> value)
    {
        _cells.AppendText(value);
        CountValue();
    }

    /// <summary>Appends a text that is UTF-8 already; invalid bytes become U+FFFD.</summary>
    public void AppendUtf8(ReadOnlySpan<byte> value)
    {
        if (!Utf8.IsValid(value))
        {
            Append(Encoding.UTF8.GetString(value));
            return;
        }

        _cells.Append(value);
        CountValue();
    }

    /// <summary>Reads a cell back, as UTF-8 that stands until the next append; false for a null.</summary>
    public bool TryGetUtf8(int row, out ReadOnlySpan<byte> text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
        text = _cells[row];
        return NullCount == 0 || BitBuffer.IsSet(Validity.Span, row);
    }

    private protected override void AppendEmpty() => _cells.EndCell();

    private protected override void DisposeValues() => _cells.Dispose();
}
