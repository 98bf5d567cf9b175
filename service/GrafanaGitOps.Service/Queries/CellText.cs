using System.Buffers;
using System.Globalization;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The text of a cell, written piece by piece into memory that serves all cells of a column.</summary>
internal sealed class CellText
{
    // Numbers and moments seldom need more.
    private const int Room = 64;

    private readonly ArrayBufferWriter<char> _written = new(1_024);

    /// <summary>The text so far; true until the next one begins.</summary>
    public ReadOnlySpan<char> Written => _written.WrittenSpan;

    public bool IsEmpty => _written.WrittenCount == 0;

    /// <summary>Begins another text.</summary>
    public CellText Begin()
    {
        _written.ResetWrittenCount();
        return this;
    }

    public CellText Add(ReadOnlySpan<char> text)
    {
        _written.Write(text);
        return this;
    }

    public CellText Add<T>(T value, ReadOnlySpan<char> format = default)
        where T : ISpanFormattable
    {
        int length;
        for (var room = Room; !value.TryFormat(_written.GetSpan(room), out length, format, CultureInfo.InvariantCulture);) room *= 2;
        _written.Advance(length);
        return this;
    }
}
