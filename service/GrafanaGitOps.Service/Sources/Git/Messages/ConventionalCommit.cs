namespace GrafanaGitOps.Service.Sources.Git.Messages;

/// <summary>A message in the form of Conventional Commits 1.0.</summary>
/// <param name="Type">In lower case.</param>
/// <param name="Scope">As written; null when there is none.</param>
/// <param name="Breaking">Marked with <c>!</c> or a breaking change footer.</param>
/// <param name="Description">What follows the prefix on the first line.</param>
/// <param name="Footers">Token and value of each footer, in order; values may span lines.</param>
internal sealed record ConventionalCommit(string Type, string? Scope, bool Breaking, string Description, IReadOnlyList<Footer> Footers)
{
    // Longer prefixes are prose that happens to hold a colon.
    private const int MaxTypeLength = 40;

    /// <summary>Null when the first line has no conventional prefix.</summary>
    public static ConventionalCommit? Parse(string subject, string body)
    {
        var position = 0;
        while (position < subject.Length && (char.IsAsciiLetterOrDigit(subject[position]) || subject[position] is '-' or '_')) position++;
        if (position is 0 or > MaxTypeLength || !char.IsAsciiLetter(subject[0])) return null;
        var type = subject[..position].ToLowerInvariant();

        string? scope = null;
        if (position < subject.Length && subject[position] == '(')
        {
            var end = subject.IndexOf(')', position);
            scope = end < 0 ? "" : subject[(position + 1)..end];
            if (string.IsNullOrWhiteSpace(scope) || scope.Contains('(', StringComparison.Ordinal)) return null;
            position = end + 1;
        }

        var isMarked = position < subject.Length && subject[position] == '!';
        if (isMarked) position++;
        if (!subject.AsSpan(position).StartsWith(": ", StringComparison.Ordinal)) return null;
        var description = subject[(position + 2)..].Trim();
        if (description.Length == 0) return null;

        var footers = Footer.ReadAll(body);
        return new ConventionalCommit(type, scope, isMarked || footers.Any(footer => footer.IsBreaking), description, footers);
    }
}
