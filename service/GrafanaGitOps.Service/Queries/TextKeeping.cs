using System.Buffers.Binary;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Queries;

/// <summary>
/// Keeps all texts of a row in one piece between answers: a table of thousands of rows that seldom change is copied instead of written anew
/// from many objects each. Texts must follow from what the room belongs to, and from the owner.
/// </summary>
/// <param name="owner">What the texts follow from besides the row, such as the links that are configured; only one table may use the same.</param>
/// <param name="room">Where those of a row are kept; null when they are not.</param>
internal sealed class TextKeeping<TRow>(object owner, Func<TRow, KeptTexts?> room)
{
    /// <summary>Bytes of a row that are kept at most; a longer row is written for each answer.</summary>
    private const int MaxLength = 4_096;

    // An end for each text, then the bytes of all.
    private const ushort Null = 0x8000;
    private const int EndLength = sizeof(ushort);

    private readonly List<StringField> _fields = [];

    /// <summary>Takes part in what is kept; the number is the column's among these.</summary>
    public int Add(StringField field)
    {
        _fields.Add(field);
        return _fields.Count - 1;
    }

    /// <summary>Appends the cell of a row from what is kept; false when nothing is.</summary>
    public bool TryAppend(TRow row, int column)
    {
        if (room(row)?.Find(owner) is not { } kept) return false;
        var first = _fields.Count * EndLength;
        var (start, end) = (column == 0 ? 0 : End(kept, column - 1) & ~Null, End(kept, column));
        if ((end & Null) != 0) _fields[column].AppendNull();
        else _fields[column].AppendUtf8(kept.AsSpan((first + start)..(first + end)));
        return true;
    }

    /// <summary>Keeps what was written of rows that are not kept yet.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="first">Where the first of them stands in the columns.</param>
    public void Keep(ReadOnlySpan<TRow> rows, int first)
    {
        for (var index = 0; index < rows.Length; index++)
            if (room(rows[index]) is { } kept && kept.Find(owner) is null && Collect(first + index) is { } texts) kept.Keep(owner, texts);
    }

    private byte[]? Collect(int row)
    {
        var (length, ends) = (0, _fields.Count * EndLength);
        foreach (var field in _fields) length += field.TryGetUtf8(row, out var text) ? text.Length : 0;
        if (ends + length > MaxLength) return null;
        var texts = new byte[ends + length];
        var end = 0;
        for (var column = 0; column < _fields.Count; column++)
        {
            var isText = _fields[column].TryGetUtf8(row, out var text);
            text.CopyTo(texts.AsSpan(ends + end));
            end += text.Length;
            BinaryPrimitives.WriteUInt16LittleEndian(texts.AsSpan(column * EndLength), (ushort)(isText ? end : end | Null));
        }

        return texts;
    }

    private static int End(byte[] kept, int column) => BinaryPrimitives.ReadUInt16LittleEndian(kept.AsSpan(column * EndLength));
}
