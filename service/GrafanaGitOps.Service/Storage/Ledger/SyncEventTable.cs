using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>How <see cref="SyncEventRow"/> is read and written.</summary>
internal static class SyncEventTable
{
    private const string Name = "sync_events";

    private static readonly ColumnList<SyncEventRow> Id = new() { { "id", row => row.Id } };

    private static readonly ColumnList<SyncEventRow> Identity = new()
    {
        { "application_id", row => row.ApplicationId },
        { "key", row => row.Key },
        { "observed_at", row => row.ObservedAt },
    };

    private static readonly ColumnList<SyncEventRow> Values = new()
    {
        { "started_at", row => row.StartedAt },
        { "started_not_before", row => row.StartedNotBefore },
        { "finished_at", row => row.FinishedAt },
        { "finished_not_before", row => row.FinishedNotBefore },
        { "phase", row => row.Phase },
        { "kind", row => row.Kind },
        { "complete", row => row.Complete },
        { "terminated", row => row.Terminated },
        { "repeatable", row => row.Repeatable },
        { "seen_in", row => row.SeenIn },
        { "deployment", row => row.Deployment },
        { "history_id", row => row.HistoryId },
        { "retries", row => row.Retries },
        { "automated", row => row.Automated },
        { "initiator", row => row.Initiator },
        { "revision", row => row.Revision },
        { "previous_revision", row => row.PreviousRevision },
        { "resources_total", row => row.ResourcesTotal },
        { "resources_changed", row => row.ResourcesChanged },
        { "resources_failed", row => row.ResourcesFailed },
        { "resources_pruned", row => row.ResourcesPruned },
        { "resources_prune_skipped", row => row.ResourcesPruneSkipped },
        { "message", row => row.Message },
        { "sources", row => row.Sources },
        { "results_hash", row => row.ResultsHash },
    };

    private static readonly ColumnList<SyncEventRow> Results = new() { { "results", row => row.Results?.Text } };

    public static ColumnList<SyncEventRow> All { get; } = [.. Id, .. Identity, .. Values];

    public static RowStatement<SyncEventRow> Insert { get; } = new(RowAction.Insert, Name, Id, [.. Identity, .. Values, .. Results]);

    public static RowStatement<SyncEventRow> Update { get; } = new(RowAction.Update, Name, Id, Values);

    public static RowStatement<SyncEventRow> UpdateResults { get; } = new(RowAction.Update, Name, Id, Results);

    public static bool AreSame(SyncEventRow one, SyncEventRow other) => Values.AreSame(one, other);
}
