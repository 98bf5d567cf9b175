using System.Text;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Turns UTF-8 into strings, equal ones into one: names and paths repeat thousands of times in a history and in an answer.</summary>
/// <param name="most">Texts that are kept; then it begins anew.</param>
internal sealed class TextPool(int most)
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private char[] _characters = new char[256];

    /// <summary>Bytes that are not UTF-8 become U+FFFD; what is longer than the limit is cut.</summary>
    public string Once(ReadOnlySpan<byte> utf8, int maxLength = int.MaxValue)
    {
        if (utf8.IsEmpty) return "";
        if (_characters.Length < utf8.Length) _characters = new char[Math.Max(utf8.Length, _characters.Length * 2)];
        var length = Encoding.UTF8.GetChars(utf8, _characters);
        if (length > maxLength) length = char.IsHighSurrogate(_characters[maxLength - 1]) ? maxLength - 1 : maxLength;
        return Once(_characters.AsSpan(0, length));
    }

    public string Once(ReadOnlySpan<char> text)
    {
        var lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var known)) return known;
        if (_texts.Count >= most) _texts.Clear();
        var added = text.ToString();
        _texts.Add(added);
        return added;
    }
}
