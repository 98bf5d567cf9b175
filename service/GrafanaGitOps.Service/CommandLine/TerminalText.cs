namespace GrafanaGitOps.Service.CommandLine;

/// <summary>Text of other people's commits on its way to a terminal.</summary>
internal static class TerminalText
{
    /// <summary>Control characters could move the cursor or hide text, so each becomes a space.</summary>
    public static string Safe(string text) =>
        text.Any(IsUnsafe) ? string.Concat(text.Select(character => IsUnsafe(character) ? ' ' : character)) : text;

    // The second range turns the direction of writing.
    private static bool IsUnsafe(char character) =>
        char.IsControl(character) || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
