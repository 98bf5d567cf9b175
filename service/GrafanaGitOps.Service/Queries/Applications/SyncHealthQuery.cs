using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>The state of each application as numbers, for alert rules and stat panels.</summary>
public static class SyncHealthQuery
{
    private static readonly NumberSet<SyncStatusRow> Numbers = new(
        new("needs_attention", "1 when degraded, missing, failed, over budget or stale", row => One(row.NeedsAttention)),
        new("out_of_sync", "1 when the cluster differs from the desired revision", row => One(row.Status.Sync == SyncStatus.OutOfSync)),
        new("degraded", "1 when a resource failed", row => One(row.Status.Health == HealthStatus.Degraded)),
        new("missing", "1 when it is not in the cluster", row => One(row.Status.Health == HealthStatus.Missing)),
        new("progressing", "1 when it is on the way to healthy", row => One(row.Status.Health == HealthStatus.Progressing)),
        new("failed", "1 when the last sync failed", row => One(row.IsFailed)),
        new("suspended", "1 when somebody told the operator to leave it alone", row => One(row.Status.Suspended)),
        new("stale", "1 when the operator missed three of its own looks", row => One(row.IsStale)),
        new(
            "sync_delay_seconds", "Age of the oldest commit that waits; 0 when none is known", row => row.SyncDelay?.TotalSeconds ?? 0,
            ColumnConfig.Seconds),
        new("over_budget", "1 when the sync delay is longer than the budget", row => One(row.IsOverBudget)),
        new("sync_delay_unknown", "1 when nobody can say what waits", row => One(row.SyncDelay is null)));

    /// <summary>Its line of the table.</summary>
    public static QueryDefinition Definition { get; } = new(
        "sync_health",
        "The state of each application as numbers, for alert rules and stats",
        [.. ApplicationSelection.Parameters, Numbers.Parameter, NumericAnswer.Labels],
        RunAsync)
    { Cacheable = false, HasTimeRange = false, DefaultLimit = ApplicationSelection.DefaultLimit };

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var applications = await ApplicationSelection.ReadAsync(context, cancellationToken);
        return [ApplicationNumbers.Create(context, Numbers, Desired, applications.Rows, applications.Notices)];
    }

    /// <summary>The commit that should run.</summary>
    private static RowCommit? Desired(SyncStatusRow row) =>
        row.Source is { Repository: { } repository, DesiredCommit: { } sha } source
            ? new(repository, sha, source.Author, source.Subject)
            : null;

    private static double One(bool holds) => holds ? 1 : 0;
}
