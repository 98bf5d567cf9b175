using System.Globalization;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Sources.Git.Messages;

/// <summary>The number of the pull or merge request that the known hosts write into their squash and merge commits.</summary>
internal static partial class PullRequestNumber
{
    public static int? Find(string subject, string body)
    {
        if (subject.StartsWith("Merge", StringComparison.Ordinal) && Number(MergeSubject().Match(subject)) is { } merged) return merged;
        if (subject.EndsWith(')') && Number(SquashSubject().Match(subject)) is { } squashed) return squashed;
        return body.Contains("See merge request ", StringComparison.Ordinal) ? Number(GitLabBody().Match(body)) : null;
    }

    private static int? Number(Match match) =>
        match.Success && int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    // GitHub and Bitbucket Data Center; Gitea and Forgejo; Azure DevOps; Bitbucket Cloud.
    [GeneratedRegex(
        @"\A(Merge pull request \#(?<number>\d+)\b|Merge pull request '.*' \(\#(?<number>\d+)\) from |Merged PR (?<number>\d+): |Merged in .* \(pull request \#(?<number>\d+)\)\z)",
        RegexOptions.CultureInvariant)]
    private static partial Regex MergeSubject();

    // "(#12)" of GitHub, Gitea and Forgejo, "(!12)" of GitLab, "(pull request #12)" of Bitbucket Cloud.
    [GeneratedRegex(@"\((\#|!|pull request \#)(?<number>\d+)\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex SquashSubject();

    [GeneratedRegex(@"^See merge request [^\s!]*!(?<number>\d+)\s*$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex GitLabBody();
}
