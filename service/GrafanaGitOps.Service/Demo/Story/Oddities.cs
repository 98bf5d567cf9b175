namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>What is out of order when the demo starts, and stays so, in story time.</summary>
internal static class Oddities
{
    /// <summary>payments in production: a commit whose sync fails at a Job.</summary>
    public static readonly TimeSpan FailedSync = TimeSpan.FromMinutes(-95);

    /// <summary>search in production: a commit that nobody syncs, where Argo CD does not do so by itself.</summary>
    public static readonly TimeSpan Waiting = TimeSpan.FromMinutes(-55);

    /// <summary>catalog in production: somebody changed its Deployment, which nothing puts back.</summary>
    public static readonly TimeSpan HandChange = TimeSpan.FromMinutes(-50);

    /// <summary>monitoring in production: a commit after which it does not become healthy.</summary>
    public static readonly TimeSpan Unhealthy = TimeSpan.FromMinutes(-44);

    /// <summary>shipping in staging: Argo CD has not looked since.</summary>
    public static readonly TimeSpan NotLooked = TimeSpan.FromHours(-3);

    /// <summary>loki in development: suspended.</summary>
    public static readonly TimeSpan Suspended = TimeSpan.FromDays(-2);

    public static ApplicationKey Failed { get; } = new(Fleet.ClusterOf(Fleet.Production).Name, "payments");

    public static ApplicationKey Manual { get; } = new(Fleet.ClusterOf(Fleet.Production).Name, "search");

    public static ApplicationKey Changed { get; } = new(Fleet.ClusterOf(Fleet.Production).Name, "catalog");

    public static ApplicationKey Stale { get; } = new(Fleet.ClusterOf(Fleet.Staging).Name, "shipping");

    public static ApplicationKey NotReady { get; } = new(Fleet.ClusterOf(Fleet.Production).Name, "monitoring");

    public static ApplicationKey Paused { get; } = new(Fleet.ClusterOf(Fleet.Development).Name, "loki");
}
