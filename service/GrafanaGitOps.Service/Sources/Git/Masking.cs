using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>Takes secrets and control characters out of texts that people will read.</summary>
internal static partial class Masking
{
    private const string Mask = "***";

    /// <summary>The text without the given secrets, as written and percent-encoded, and without credentials in any URL.</summary>
    public static string Hide(string text, IEnumerable<string> secrets)
    {
        foreach (var secret in secrets.Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
            text = text.Replace(Uri.EscapeDataString(secret), Mask, StringComparison.OrdinalIgnoreCase);
        }

        return UserInfo().Replace(text, $"://{Mask}@");
    }

    /// <summary>A value from outside as an error may quote it: on one line, at most 200 characters, without credentials.</summary>
    public static string Printable(string value)
    {
        var text = string.Concat(Hide(value, []).Select(character => char.IsControl(character) ? '\uFFFD' : character));
        return text.Length <= 200 ? text : text[..200] + "...";
    }

    [GeneratedRegex("://[^/\\s\"']*@")]
    private static partial Regex UserInfo();
}
