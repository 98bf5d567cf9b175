using GrafanaGitOps.Service.Sources;

namespace GrafanaGitOps.Service.Demo.Objects;

/// <summary>A kind of object that the demo's API servers serve.</summary>
internal sealed record ApiKind(string Group, string Version, string Plural, string Kind)
{
    /// <summary>Every kind that the product reads, those included of which the demo has no object.</summary>
    public static IReadOnlyList<ApiKind> All { get; } =
        [.. SourceTable.Kinds.Select(kind => new ApiKind(kind.Resource.Group, kind.Resource.Versions[0], kind.Resource.Plural, kind.Kind))];

    public static ApiKind Application { get; } = Of("Application");

    public static ApiKind Kustomization { get; } = Of("Kustomization");

    public static ApiKind HelmRelease { get; } = Of("HelmRelease");

    public static ApiKind GitRepository { get; } = Of("GitRepository");

    public static ApiKind HelmRepository { get; } = Of("HelmRepository");

    public static ApiKind HelmChart { get; } = Of("HelmChart");

    public static ApiKind Deployment { get; } = Of("Deployment");

    public static ApiKind StatefulSet { get; } = Of("StatefulSet");

    public string ApiVersion => $"{Group}/{Version}";

    private static ApiKind Of(string kind) => All.Single(one => one.Kind == kind);
}
