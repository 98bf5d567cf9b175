namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>What of <c>sync_status</c> depends on more than a row: links that could lead nowhere are left out, for all frames of a stream alike.</summary>
/// <param name="HasUi">Some application has an address in its operator's user interface.</param>
/// <param name="HasCommits">Some commit has an address.</param>
/// <param name="HasDeleted">Rows may be ones that are to be taken away.</param>
internal sealed record SyncStatusLayout(bool HasUi, bool HasCommits, bool HasDeleted = false)
{
    public static SyncStatusLayout Of(IReadOnlyList<SyncStatusRow> rows, WebLinks links) => new(
        rows.DistinctBy(row => row.Id.Operator).Any(row => !links.ApplicationUi(row.Id).IsEmpty),
        rows.Select(row => row.Source).Where(source => source is { Repository: not null, DesiredCommit: not null })
            .DistinctBy(source => source!.Repository).Any(source => !links.Commit(source!.Repository!, source.DesiredCommit!).IsEmpty));
}
