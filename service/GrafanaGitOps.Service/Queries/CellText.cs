using System.Buffers;
using System.Globalization;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The text of a cell, written piece by piece into memory that serves all cells of a column.</summary>
internal sealed class CellText
{
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

    /// <param name="value">A number or moment.</param>
    /// <param name="format">Of at most 64 characters' result.</param>
    public CellText Add<T>(T value, ReadOnlySpan<char> format = default)
        where T : ISpanFormattable
    {
        var formatted = value.TryFormat(_written.GetSpan(64), out var length, format, CultureInfo.InvariantCulture);
        ArgumentOutOfRangeException.ThrowIfEqual(formatted, false);
        _written.Advance(length);
        return this;
    }
}
