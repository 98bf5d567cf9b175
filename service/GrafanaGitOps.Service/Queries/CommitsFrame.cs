using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The columns of <c>commits</c>, in the order in which a person reads them: when, where, what, who, the rest.</summary>
internal static class CommitsFrame
{
    private const int ShortSha = 8;

    /// <param name="links">Where rows lead to.</param>
    /// <param name="hasLinks">False when no row can have an address: links would lead nowhere.</param>
    public static FrameBuilder<CommitRow> Create(WebLinks links, bool hasLinks)
    {
        var frame = new FrameBuilder<CommitRow>(CommitsQuery.Definition.Name) { Key = ["repository", "sha"] };
        frame.Time("time", "When the commit got into this history (committer time)", row => row.CommitterTime);
        frame.Text("repository", "Name of the repository", row => row.Repository);
        frame.Text("subject", "First paragraph of the message", row => row.Subject);
        frame.Text("author", "Who wrote the change", row => row.AuthorName);
        frame.Text("type", "Conventional Commits type, or revert, merge, other", row => row.ChangeType);
        frame.OptionalText("scope", "Conventional Commits scope", row => row.Scope);
        frame.Truth("breaking", "Marked as a breaking change", row => row.Breaking);
        frame.Text(
            "short_sha", "The beginning of the object id", row => row.Sha[..Math.Min(ShortSha, row.Sha.Length)],
            hasLinks ? ColumnConfig.Link("Show commit", "url") : null);
        frame.Number(
            "pull_request", "Number of the pull or merge request that the subject names", row => row.PullRequest,
            hasLinks ? ColumnConfig.Link("Show pull request", "pull_request_url") : null);
        frame.OptionalText(
            "issue_keys", "Keys of issues that the message names", row => Join(row.IssueKeys), ColumnConfig.Issue(links));
        frame.OptionalText("branches", "Branches that reach the commit now", row => Join(row.Branches));
        AddDetails(frame, links);
        return frame;
    }

    private static void AddDetails(FrameBuilder<CommitRow> frame, WebLinks links)
    {
        frame.Number("files", "Paths that the commit changed", row => row.Files);
        frame.Number("insertions", "Lines added; empty where lines are not counted", row => row.Insertions);
        frame.Number("deletions", "Lines removed; empty where lines are not counted", row => row.Deletions);
        frame.OptionalText("co_authors", "From Co-authored-by", row => Join(row.CoAuthors));
        frame.OptionalText("reverts", "Object ids that the message says it reverts", row => Join(row.Reverts));
        frame.Time("vanished", "When it was noticed that no branch reaches the commit any more", row => row.Vanished);
        frame.Time("author_time", "When the change was written", row => row.AuthorTime);
        frame.Text("author_email", "Address of the author", row => row.AuthorEmail);
        frame.Text("sha", "The whole object id", row => row.Sha);
        frame.OptionalText("url", "The commit in the web interface of the repository", row => links.Commit(row.Repository, row.Sha));
        frame.OptionalText(
            "pull_request_url", "The pull request in the web interface of the repository",
            row => row.PullRequest is { } number ? links.PullRequest(row.Repository, number) : []);
        frame.OptionalText(
            "issue_url", "The first of the issues in the tracker that is configured for the repository",
            row => row.IssueKeys is [var key, ..] ? links.Issue(row.Repository, key) : []);
    }

    private static string? Join(IReadOnlyList<string> values) => values.Count == 0 ? null : string.Join(", ", values);
}
