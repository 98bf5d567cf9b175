using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>Texts of operators as our states; a text that is not known becomes Unknown.</summary>
internal static class OperatorText
{
    public static SyncStatus Sync(string? text) => text switch
    {
        "Synced" => SyncStatus.Synced,
        "OutOfSync" => SyncStatus.OutOfSync,
        _ => SyncStatus.Unknown,
    };

    public static HealthStatus Health(string? text) => text switch
    {
        "Healthy" => HealthStatus.Healthy,
        "Progressing" => HealthStatus.Progressing,
        "Degraded" => HealthStatus.Degraded,
        "Suspended" => HealthStatus.Suspended,
        "Missing" => HealthStatus.Missing,
        _ => HealthStatus.Unknown,
    };

    public static SyncPhase Phase(string? text) => text switch
    {
        "Running" => SyncPhase.Running,
        "Terminating" => SyncPhase.Terminating,
        "Failed" => SyncPhase.Failed,
        "Error" => SyncPhase.Error,
        "Succeeded" => SyncPhase.Succeeded,
        _ => SyncPhase.Unknown,
    };
}
