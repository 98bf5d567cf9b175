using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Brings texts from outside into the form that both databases keep alike.</summary>
internal static class StoredText
{
    private const char Replacement = '\uFFFD';
    private const int HashCharacters = 16;

    /// <summary><see cref="Clean(string, int)"/> of a name, path, URL or revision, which may be missing.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Short(string? text) => text is null ? null : Clean(text, ApplicationLimits.Text);

    /// <summary>The same of a message.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Message(string? text) => text is null ? null : Clean(text, ApplicationLimits.Message);

    /// <summary>Cuts at the limit. PostgreSQL refuses U+0000 and its driver half surrogate pairs: both become U+FFFD.</summary>
    public static string Clean(string text, int limit = int.MaxValue)
    {
        if (text.Length > limit) text = text[..limit];
        var span = text.AsSpan();
        if (IsPlain(span) || (!span.Contains('\0') && !span.ContainsAnyInRange('\uD800', '\uDFFF'))) return text;
        return string.Create(text.Length, text, (output, input) =>
        {
            for (var i = 0; i < input.Length; i++)
            {
                var pair = char.IsHighSurrogate(input[i]) && i + 1 < input.Length && char.IsLowSurrogate(input[i + 1]);
                output[i] = input[i] == '\0' || (char.IsSurrogate(input[i]) && !pair) ? Replacement : input[i];
                if (pair) output[++i] = input[i];
            }
        });
    }

    /// <summary>ASCII without U+0000, as nearly all texts are: four characters at a time.</summary>
    // The library's search for a range is compiled at its first use, and not well before it is hot: a first index felt that.
    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        const ulong ones = 0x0001_0001_0001_0001;
        var words = MemoryMarshal.Cast<char, ulong>(text);
        foreach (var word in words)
            if (((word & (ones * 0xFF80)) | ((word - ones) & ~word & (ones * 0x8000))) != 0) return false;
        foreach (var character in text[(words.Length * 4)..])
            if (character is '\0' or > '\u007F') return false;
        return true;
    }

    public static string Path(string path)
    {
        if (path.Length <= StorageLimits.Path) return Clean(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
        return string.Concat(Clean(path, StorageLimits.Path - HashCharacters - 1), "…", hash.AsSpan(0, HashCharacters));
    }

    /// <summary>The form in which names are compared without regard to case.</summary>
    public static string Fold(string text) => text.ToLowerInvariant();

    /// <summary>Refuses what cannot be a key, because cutting it could make two things one.</summary>
    public static string Key(string text, string what)
    {
        if (text.Length is > 0 and <= StorageLimits.Key) return Clean(text);
        var start = text.Length == 0 ? text : text[..40] + "…";
        throw new ArgumentException($"The name of {what} '{start}' has {text.Length} characters; it must have 1 to {StorageLimits.Key}.");
    }
}
