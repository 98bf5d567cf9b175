using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>What the state of an application is about: revisions, a commit, addresses. Empty where it is not known.</summary>
internal static class ApplicationDetailColumns
{
    /// <param name="frame">The numbers.</param>
    /// <param name="links">Where rows lead to.</param>
    /// <param name="commit">The commit that a row is about.</param>
    public static void AddTo(FrameBuilder<SyncStatusRow> frame, WebLinks links, Func<SyncStatusRow, RowCommit?> commit)
    {
        frame.Text("deployed", "What the last complete sync deployed", row => row.EachSource(source => source.Deployed?.Short) ?? "");
        frame.Text("desired", "What should run", row => row.EachSource(source => source.Desired?.Short) ?? "");
        frame.Text("commit", "The commit that it is about", row => RevisionRef.Parse(commit(row)?.Sha)?.Short ?? "");
        frame.Text("subject", "First paragraph of its message", row => commit(row)?.Subject ?? "");
        frame.Text("author", "Who wrote it", row => commit(row)?.Author ?? "");
        frame.Text(
            "commit_url", "The commit in the web interface of its repository",
            row => commit(row) is { } known ? links.Commit(known.Repository, known.Sha) : []);
        frame.Text("application_url", "The application in the user interface of its operator", row => links.ApplicationUi(row.Id));
        frame.Text("message", "What the operator says", row => row.Status.Message ?? "");
    }

    /// <summary>The commit that should run.</summary>
    public static RowCommit? Desired(SyncStatusRow row) =>
        row.Source is { Repository: { } repository, DesiredCommit: { } sha } source
            ? new(repository, sha, source.Author, source.Subject)
            : null;

    /// <summary>The commit of each application that waits the longest.</summary>
    public static Func<SyncStatusRow, RowCommit?> OldestOf(IEnumerable<PendingCommitRow> pending)
    {
        var oldest = new Dictionary<ApplicationId, RowCommit>();
        foreach (var row in pending) oldest.TryAdd(row.Application, new RowCommit(row.Repository, row.Sha, row.Author, row.Subject));
        return row => oldest.GetValueOrDefault(row.Id);
    }
}

/// <summary>A commit that a row is about; author and subject are null where it is not indexed.</summary>
internal sealed record RowCommit(string Repository, string Sha, string? Author, string? Subject);
