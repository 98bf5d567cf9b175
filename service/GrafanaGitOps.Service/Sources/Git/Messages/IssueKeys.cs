using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Sources.Git.Messages;

/// <summary>Finds keys of issues in messages.</summary>
internal sealed partial class IssueKeys
{
    private readonly Regex[] _patterns;

    public IssueKeys(IReadOnlyCollection<string> patterns) =>
        _patterns = patterns.Count == 0 ? [Jira()] : [.. patterns.Select(Compile)];

    /// <summary>What is wrong with a configured pattern; null when nothing is.</summary>
    public static string? FindProblem(string pattern)
    {
        if (pattern.Length is 0 or > 1_000) return "must be a regular expression of 1 to 1,000 characters.";
        try
        {
            return Compile(pattern).IsMatch("") ? "matches the empty text; it must match a key." : null;
        }
        catch (ArgumentException exception)
        {
            return $"is not a regular expression: {exception.Message}";
        }
    }

    /// <summary>The keys in order, each once. A pattern that takes too long on this message finds nothing in it.</summary>
    public IReadOnlyList<string> Find(string message)
    {
        List<string>? keys = null;
        foreach (var pattern in _patterns)
        {
            try
            {
                for (var match = pattern.Match(message); match.Success && (keys?.Count ?? 0) < GitLimits.References; match = match.NextMatch())
                {
                    var key = match.Groups.Count > 1 && match.Groups[1].Success ? match.Groups[1].Value : match.Value;
                    if (key.Length > 0 && keys?.Contains(key) != true) (keys ??= []).Add(key);
                }
            }
            catch (RegexMatchTimeoutException)
            {
            }
        }

        return keys ?? (IReadOnlyList<string>)[];
    }

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant, GitLimits.PatternTime);

    // Names of standards look like keys and are left out.
    [GeneratedRegex(@"(?<![A-Za-z0-9_./-])(?!(?:UTF|ISO|SHA|MD|AES|RSA|RFC|CVE|CWE|TLS|HTTP|IPV)-)[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}(?![A-Za-z0-9_-])", RegexOptions.CultureInvariant)]
    private static partial Regex Jira();
}
