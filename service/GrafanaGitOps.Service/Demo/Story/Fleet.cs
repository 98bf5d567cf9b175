namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>One cluster of the demo, and the environment that it is.</summary>
internal sealed record DemoCluster(string Name, string Environment);

/// <summary>What the demo consists of.</summary>
internal static class Fleet
{
    /// <summary>The repository that Argo CD deploys from.</summary>
    public const string Shop = "shop-deploy";

    /// <summary>The repository that Flux deploys from.</summary>
    public const string Platform = "platform";

    /// <summary>Namespace and Argo CD project of the applications.</summary>
    public const string Project = "shop";

    public const string Development = "development";
    public const string Staging = "staging";
    public const string Production = "production";

    /// <summary>How long before the start the story begins.</summary>
    public static readonly TimeSpan History = TimeSpan.FromDays(30);

    /// <summary>Where Argo CD's Applications are.</summary>
    public static readonly string ArgoCdNamespace = "argocd";

    /// <summary>Where Flux' objects are.</summary>
    public static readonly string FluxNamespace = "flux-system";

    public static IReadOnlyList<DemoCluster> Clusters { get; } =
        [new("dev-eu", Development), new("staging-eu", Staging), new("production-eu", Production)];

    public static IReadOnlyList<string> Environments { get; } = [.. Clusters.Select(cluster => cluster.Environment)];

    /// <summary>Argo CD's Applications, in each cluster the same.</summary>
    public static IReadOnlyList<string> Applications { get; } =
        ["checkout", "payments", "catalog", "cart", "search", "recommendations", "shipping", "web"];

    /// <summary>Flux' Kustomizations, in each cluster the same.</summary>
    public static IReadOnlyList<string> Kustomizations { get; } = ["ingress-nginx", "cert-manager", "monitoring"];

    /// <summary>Flux' HelmReleases, in each cluster the same.</summary>
    public static IReadOnlyList<string> Releases { get; } = ["redis", "loki"];

    public static DemoCluster ClusterOf(string environment) => Clusters.First(cluster => cluster.Environment == environment);
}
