namespace GrafanaGitOps.Service.Demo.Objects;

/// <summary>A kind of object that the demo's API servers serve.</summary>
internal sealed record ApiKind(string Group, string Version, string Plural, string Kind)
{
    private const string Sources = "source.toolkit.fluxcd.io";

    public static readonly ApiKind Application = new("argoproj.io", "v1alpha1", "applications", "Application");
    public static readonly ApiKind Kustomization = new("kustomize.toolkit.fluxcd.io", "v1", "kustomizations", "Kustomization");
    public static readonly ApiKind HelmRelease = new("helm.toolkit.fluxcd.io", "v2", "helmreleases", "HelmRelease");
    public static readonly ApiKind GitRepository = new(Sources, "v1", "gitrepositories", "GitRepository");
    public static readonly ApiKind HelmRepository = new(Sources, "v1", "helmrepositories", "HelmRepository");
    public static readonly ApiKind HelmChart = new(Sources, "v1", "helmcharts", "HelmChart");
    public static readonly ApiKind Deployment = new("apps", "v1", "deployments", "Deployment");
    public static readonly ApiKind StatefulSet = new("apps", "v1", "statefulsets", "StatefulSet");

    /// <summary>Every kind, those included of which the demo has no object.</summary>
    public static IReadOnlyList<ApiKind> All { get; } =
    [
        Application, Kustomization, HelmRelease, GitRepository, HelmRepository, HelmChart,
        new(Sources, "v1", "ocirepositories", "OCIRepository"), new(Sources, "v1", "buckets", "Bucket"),
        new(Sources, "v1", "externalartifacts", "ExternalArtifact"), Deployment, StatefulSet,
    ];

    public string ApiVersion => $"{Group}/{Version}";
}
