using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Sources.ArgoCd;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Sources;

/// <summary>What the sources look at.</summary>
/// <param name="Git">The repositories.</param>
/// <param name="Kubernetes">The clusters.</param>
/// <param name="ArgoCd">How Argo CD is set up there.</param>
/// <param name="Environments">Where applications belong.</param>
/// <param name="DataDirectory">Folder of the git clones.</param>
public sealed record SourceOptions(
    GitOptions Git, KubernetesOptions Kubernetes, ArgoCdOptions ArgoCd, EnvironmentOptions Environments, string DataDirectory);
