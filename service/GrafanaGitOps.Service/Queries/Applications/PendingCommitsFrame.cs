using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>The columns of <c>pending_commits</c>.</summary>
internal static class PendingCommitsFrame
{
    private const int ShortSha = 8;

    public static Frame Create(IEnumerable<PendingCommitRow> rows, WebLinks links, DateTimeOffset now, IReadOnlyList<Notice> notices)
    {
        using var frame = new FrameBuilder<PendingCommitRow>("pending_commits")
        {
            Key = ["cluster", "operator", "kind", "namespace", "application", "repository", "sha"],
        };
        frame.Time("merged", "When the commit got onto the target branch", row => row.Merged);
        frame.OptionalText("environment", "Where the application belongs", row => row.Environment);
        frame.Text(
            "application", "Name of the application's object", row => row.Application.Name,
            ColumnConfig.Link("Open in the operator", "ui_url"));
        frame.Text("subject", "First paragraph of the message", row => row.Subject);
        frame.Text("author", "Who wrote the change", row => row.Author);
        frame.Text("type", "Conventional Commits type, or revert, merge, other", row => row.ChangeType);
        frame.OptionalText("scope", "Conventional Commits scope", row => row.Scope);
        frame.Truth("breaking", "Marked as a breaking change", row => row.Breaking);
        frame.Text(
            "short_sha", "The beginning of the object id", row => row.Sha[..Math.Min(ShortSha, row.Sha.Length)],
            ColumnConfig.Link("Show commit", "url"));
        frame.Number(
            "pull_request", "Number of the pull request that the subject names", row => row.PullRequest,
            ColumnConfig.Link("Show pull request", "pull_request_url"));
        frame.Number("age", "How long it waits", row => Age(row).TotalSeconds, ColumnConfig.Seconds);
        frame.Number("budget", "How long it may wait in the environment", row => row.Budget.TotalSeconds, ColumnConfig.Seconds);
        frame.Truth(
            "over_budget", "It waits longer, and the application is not suspended", row => !row.Suspended && Age(row) > row.Budget,
            StateColumns.Alarm("red"));
        frame.Truth(
            "suspended", "Somebody told the operator to leave the application alone", row => row.Suspended, StateColumns.Alarm("purple"));
        frame.OptionalText(
            "issue_keys", "Keys of issues that the message names",
            row => row.IssueKeys.Count == 0 ? null : string.Join(", ", row.IssueKeys), ColumnConfig.Issue(links));
        AddIdentity(frame, links);
        foreach (var row in rows) frame.Append(row);
        return frame.Finish(notices);

        TimeSpan Age(PendingCommitRow row) => row.Merged < now ? now - row.Merged : TimeSpan.Zero;
    }

    private static void AddIdentity(FrameBuilder<PendingCommitRow> frame, WebLinks links)
    {
        frame.Text("cluster", "The cluster that holds the application's object", row => row.Application.Cluster);
        frame.Text("operator", "argocd or flux", row => row.Application.Operator);
        frame.Text("kind", "Kubernetes kind of the object", row => row.Application.Kind);
        frame.Text("namespace", "Namespace of the object", row => row.Application.Namespace);
        frame.Text("repository", "Name of the repository", row => row.Repository);
        frame.Text("sha", "The whole object id", row => row.Sha);
        frame.OptionalText("url", "The commit in the web interface of its repository", row => links.Commit(row.Repository, row.Sha));
        frame.OptionalText(
            "pull_request_url", "The pull request there",
            row => row.PullRequest is { } number ? links.PullRequest(row.Repository, number) : []);
        frame.OptionalText(
            "issue_url", "The first of the issues in the tracker that is configured for the repository",
            row => row.IssueKeys is [var key, ..] ? links.Issue(row.Repository, key) : []);
        frame.OptionalText("ui_url", "The application in the user interface of its operator", row => links.ApplicationUi(row.Application));
    }
}
