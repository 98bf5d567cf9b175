using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>What a watch means to a reader.</summary>
internal static class WatchView
{
    /// <summary>True where changes do not arrive and waiting alone will not help.</summary>
    public static bool IsFailing(WatchState watch) => watch.Phase is WatchPhase.Forbidden or WatchPhase.Failing;

    /// <summary>What to do; empty where nothing is to be done.</summary>
    public static string Advice(WatchState watch) => watch.Phase switch
    {
        WatchPhase.Forbidden =>
            $"The right to list and watch {watch.Resource} is missing: bind the role of provisioning/kubernetes. {watch.LastError}",
        WatchPhase.Failing => watch.LastError ?? "",
        WatchPhase.Missing => $"The cluster does not serve {watch.Resource}: the operator is not installed.",
        _ => "",
    };
}
