namespace GrafanaGitOps.Service.Events;

/// <summary>Kubernetes resources of which each object is an application, as <see cref="WatchState.Resource"/> names them.</summary>
public static class ApplicationResources
{
    /// <summary>Of Argo CD.</summary>
    public const string Applications = "applications.argoproj.io";

    /// <summary>Of Flux.</summary>
    public const string Kustomizations = "kustomizations.kustomize.toolkit.fluxcd.io";

    /// <summary>Of Flux.</summary>
    public const string HelmReleases = "helmreleases.helm.toolkit.fluxcd.io";

    /// <summary>Whether the objects of a watch are applications.</summary>
    public static bool Contains(string resource) => resource is Applications or Kustomizations or HelmReleases;
}
