using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>Numbers of applications, with the texts that name each and so become the labels of alerts.</summary>
internal static class ApplicationNumbers
{
    /// <param name="context">The question.</param>
    /// <param name="numbers">Those that it may choose from.</param>
    /// <param name="commit">The commit that a row is about; asked for where details are.</param>
    /// <param name="rows">The applications.</param>
    /// <param name="notices">What a reader must know.</param>
    public static Frame Create(
        QueryContext context, NumberSet<SyncStatusRow> numbers, Func<SyncStatusRow, RowCommit?> commit, IEnumerable<SyncStatusRow> rows,
        IReadOnlyList<Notice> notices)
    {
        using var frame = new FrameBuilder<SyncStatusRow>(context.Request.Definition.Name) { Meta = NumberSet<SyncStatusRow>.Meta };
        AddLabels(frame);
        if (NumericAnswer.HasDetails(context.Request)) AddDetails(frame, context.Links, commit);
        numbers.AddTo(frame, context.Request);
        return frame.Finish(rows, notices);
    }

    // What may change from day to day is none of them: a firing alert would end and another begin.
    private static void AddLabels(FrameBuilder<SyncStatusRow> frame)
    {
        frame.Text("application", "Name of the object", row => row.Id.Name);
        frame.Text("environment", "Where it belongs; empty when nothing says so", row => row.Status.Environment ?? "");
        frame.Text("cluster", "The cluster that holds the object", row => row.Id.Cluster);
        frame.Text("operator", SourceTable.OneOfOperators, row => row.Id.Operator);
        frame.Text("kind", "Kubernetes kind of the object", row => row.Id.Kind);
        frame.Text("namespace", "Namespace of the object", row => row.Id.Namespace);
        frame.Text("project", "Argo CD project; empty for Flux", row => row.Status.Project ?? "");
    }

    /// <summary>What the state of an application is about: revisions, a commit, addresses. Empty where it is not known.</summary>
    private static void AddDetails(FrameBuilder<SyncStatusRow> frame, WebLinks links, Func<SyncStatusRow, RowCommit?> commit)
    {
        frame.Text("deployed", "What runs", row => row.EachSource(source => source.Deployed?.Short) ?? "");
        frame.Text("desired", "What should run", row => row.EachSource(source => source.Desired?.Short) ?? "");
        frame.Text("commit", "The commit that it is about", row => RevisionRef.Parse(commit(row)?.Sha)?.Short ?? "");
        frame.Text("subject", "First paragraph of its message", row => commit(row)?.Subject ?? "");
        frame.Text("author", "Who wrote it", row => commit(row)?.Author ?? "");
        frame.Text(
            "commit_url", "The commit in the web interface of its repository",
            row => (commit(row) is { } known ? links.Commit(known.Repository, known.Sha) : null) ?? "");
        frame.Text("application_url", "The application in the user interface of its operator", row => links.ApplicationUi(row.Id) ?? "");
        frame.Text("message", "What the operator says", row => row.Status.Message ?? "");
    }
}

/// <summary>A commit that a row is about; author and subject are null where it is not indexed.</summary>
internal sealed record RowCommit(string Repository, string Sha, string? Author, string? Subject);
