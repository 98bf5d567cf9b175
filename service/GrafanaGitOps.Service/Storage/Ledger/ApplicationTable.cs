using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>How <see cref="ApplicationRow"/> is read and written. <c>deployment_id</c> follows the sync events and is set by SQL.</summary>
internal static class ApplicationTable
{
    private const string Name = "applications";

    private static readonly ColumnList<ApplicationRow> Id = new() { { "id", row => row.Id } };

    private static readonly ColumnList<ApplicationRow> Identity = new()
    {
        { "cluster", row => row.Cluster },
        { "operator", row => row.Operator },
        { "kind", row => row.Kind },
        { "namespace", row => row.Namespace },
        { "name", row => row.Name },
        { "first_seen", row => row.FirstSeen },
    };

    /// <summary>What changes with each look.</summary>
    private static readonly ColumnList<ApplicationRow> Looks = new()
    {
        { "resource_version", row => row.ResourceVersion },
        { "last_looked", row => row.LastLooked },
        { "looked_in", row => row.LookedIn },
        { "observed_at", row => row.ObservedAt },
    };

    private static readonly ColumnList<ApplicationRow> ChangedIn = new() { { "changed_in", row => row.ChangedIn } };

    /// <summary>What answers show besides.</summary>
    private static readonly ColumnList<ApplicationRow> Shown = new()
    {
        { "uid", row => row.Uid },
        { "created_at", row => row.CreatedAt },
        { "deleted_not_before", row => row.DeletedNotBefore },
        { "deleted_at", row => row.DeletedAt },
        { "project", row => row.Project },
        { "environment", row => row.Environment },
        { "environment_because", row => row.EnvironmentBecause },
        { "budget", row => row.Budget },
        { "destination_server", row => row.DestinationServer },
        { "destination_name", row => row.DestinationName },
        { "destination_namespace", row => row.DestinationNamespace },
        { "sync", row => row.Sync },
        { "sync_since_not_before", row => row.SyncSinceNotBefore },
        { "sync_since", row => row.SyncSince },
        { "health", row => row.Health },
        { "health_since_not_before", row => row.HealthSinceNotBefore },
        { "health_since", row => row.HealthSince },
        { "suspended", row => row.Suspended },
        { "automated", row => row.Automated },
        { "self_heal", row => row.SelfHeal },
        { "look_interval", row => row.LookInterval },
        { "heartbeat", row => row.Heartbeat },
        { "operation_phase", row => row.OperationPhase },
        { "operation_kind", row => row.OperationKind },
        { "operation_started", row => row.OperationStarted },
        { "operation_finished", row => row.OperationFinished },
        { "operation_retries", row => row.OperationRetries },
        { "operation_message", row => row.OperationMessage },
        { "message", row => row.Message },
        { "resources_total", row => row.ResourcesTotal },
        { "resources_out_of_sync", row => row.ResourcesOutOfSync },
        { "resources_degraded", row => row.ResourcesDegraded },
        { "resources_missing", row => row.ResourcesMissing },
        { "resources_requires_pruning", row => row.ResourcesRequiresPruning },
        { "details", row => row.Details },
    };

    public static ColumnList<ApplicationRow> All { get; } = [.. Id, .. Identity, .. ChangedIn, .. Looks, .. Shown];

    public static RowStatement<ApplicationRow> Insert { get; } =
        new(RowAction.Insert, Name, Id, [.. Identity, .. ChangedIn, .. Looks, .. Shown]);

    public static RowStatement<ApplicationRow> Update { get; } = new(RowAction.Update, Name, Id, [.. ChangedIn, .. Looks, .. Shown]);

    /// <summary>After a look that brought nothing new.</summary>
    public static RowStatement<ApplicationRow> Touch { get; } = new(RowAction.Update, Name, Id, Looks);

    /// <summary>Whether answers show the same for both.</summary>
    public static bool ShowSame(ApplicationRow one, ApplicationRow other) => Shown.AreSame(one, other);

    /// <summary>Whether both come from the same version of the object, and the operator has not looked in between.</summary>
    public static bool AreSameLook(ApplicationRow one, ApplicationRow other) =>
        one.ResourceVersion == other.ResourceVersion && one.LastLooked == other.LastLooked && ShowSame(one, other);
}
