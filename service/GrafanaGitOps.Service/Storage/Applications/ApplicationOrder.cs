using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>Which of too many applications an answer shows.</summary>
internal static class ApplicationOrder
{
    /// <summary>Behind ORDER BY, over <c>applications a</c>: not well now, then well, then deleted; each by name.</summary>
    public static string WorstFirst { get; } =
        $"""
        CASE
            WHEN a.deleted_at IS NOT NULL THEN 9
            WHEN a.health = {(int)HealthStatus.Degraded} THEN 0
            WHEN a.health = {(int)HealthStatus.Missing} THEN 1
            WHEN a.sync = {(int)SyncStatus.OutOfSync} THEN 2
            WHEN a.health <> {(int)HealthStatus.Healthy} THEN 3
            WHEN a.sync <> {(int)SyncStatus.Synced} THEN 4
            ELSE 5 END, a.name, a.environment, a.cluster, a.namespace, a.kind, a.id
        """;
}
