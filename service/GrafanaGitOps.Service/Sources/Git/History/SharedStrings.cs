using System.Text;

namespace GrafanaGitOps.Service.Sources.Git.History;

/// <summary>Turns UTF-8 into strings, equal ones into one; paths and people of a history repeat thousands of times.</summary>
internal sealed class SharedStrings
{
    private readonly HashSet<string> _strings;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private char[] _characters = new char[4_096];

    public SharedStrings()
    {
        _strings = new HashSet<string>(StringComparer.Ordinal);
        _lookup = _strings.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Bytes that are not UTF-8 become U+FFFD; what is longer than the limit is cut.</summary>
    public string Get(ReadOnlySpan<byte> utf8, int maxLength = int.MaxValue)
    {
        if (utf8.IsEmpty) return "";
        if (_characters.Length < utf8.Length) _characters = new char[utf8.Length];
        var length = Encoding.UTF8.GetChars(utf8, _characters);
        if (length > maxLength) length = char.IsHighSurrogate(_characters[maxLength - 1]) ? maxLength - 1 : maxLength;
        var text = _characters.AsSpan(0, length);
        if (_lookup.TryGetValue(text, out var known)) return known;
        if (_strings.Count >= GitLimits.SharedStrings) _strings.Clear();
        var added = text.ToString();
        _strings.Add(added);
        return added;
    }
}
