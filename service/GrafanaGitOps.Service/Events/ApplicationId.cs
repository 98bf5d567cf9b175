// System has an ApplicationId too, which nothing here means.
global using ApplicationId = GrafanaGitOps.Service.Events.ApplicationId;

namespace GrafanaGitOps.Service.Events;

/// <summary>What identifies an application to people: it stays when the object is deleted and made anew (the uid does not).</summary>
/// <param name="Cluster">The configured name of the cluster that holds the object; not where the application is deployed to.</param>
/// <param name="Operator">One of <see cref="OperatorNames"/>.</param>
/// <param name="Kind">Kubernetes kind: <c>Application</c>, <c>Kustomization</c> or <c>HelmRelease</c>.</param>
/// <param name="Namespace">Namespace of the object.</param>
/// <param name="Name">Name of the object.</param>
public sealed record ApplicationId(string Cluster, string Operator, string Kind, string Namespace, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Namespace}/{Name} of cluster {Cluster}";
}

/// <summary>How the operators are called in queries and filters.</summary>
public static class OperatorNames
{
    /// <summary>Argo CD.</summary>
    public const string ArgoCd = "argocd";

    /// <summary>Flux.</summary>
    public const string Flux = "flux";
}
