using System.Globalization;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Sources.Git.Messages;

/// <summary>The number of the pull or merge request that the known hosts write into their squash and merge commits.</summary>
internal static partial class PullRequestNumber
{
    // "(#12)" of GitHub, Gitea and Forgejo, "(!12)" of GitLab, "(pull request #12)" of Bitbucket Cloud.
    private static readonly string[] SquashMarks = ["#", "!", "pull request #"];

    public static int? Find(string subject, string body)
    {
        if (subject.StartsWith("Merge", StringComparison.Ordinal) && Number(MergeSubject().Match(subject)) is { } merged) return merged;
        if (subject.EndsWith(')') && FindSquashed(subject) is { } squashed) return squashed;
        return body.Contains("See merge request ", StringComparison.Ordinal) ? Number(GitLabBody().Match(body)) : null;
    }

    // By hand: nearly all subjects of many histories have this form, and a pattern allocates for each that it matches.
    private static int? FindSquashed(string subject)
    {
        var open = subject.LastIndexOf('(');
        if (open < 0) return null;
        var inside = subject.AsSpan(open + 1);
        foreach (var mark in SquashMarks)
            if (inside.StartsWith(mark, StringComparison.Ordinal)) return Number(inside[mark.Length..^1]);
        return null;
    }

    private static int? Number(Match match) => match.Success ? Number(match.Groups["number"].ValueSpan) : null;

    private static int? Number(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    // GitHub and Bitbucket Data Center; Gitea and Forgejo; Azure DevOps; Bitbucket Cloud.
    [GeneratedRegex(
        @"\A(Merge pull request \#(?<number>\d+)\b|Merge pull request '.*' \(\#(?<number>\d+)\) from |Merged PR (?<number>\d+): |Merged in .* \(pull request \#(?<number>\d+)\)\z)",
        RegexOptions.CultureInvariant)]
    private static partial Regex MergeSubject();

    [GeneratedRegex(@"^See merge request [^\s!]*!(?<number>\d+)\s*$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex GitLabBody();
}
