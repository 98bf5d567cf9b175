using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources;

/// <summary>What the sources look at.</summary>
/// <param name="Git">The repositories.</param>
/// <param name="Kubernetes">The clusters.</param>
/// <param name="Operators">How the operators are set up there, by their names in <see cref="SourceTable"/>.</param>
/// <param name="Environments">Where applications belong.</param>
/// <param name="DataDirectory">Folder of the git clones.</param>
public sealed record SourceOptions(
    GitOptions Git, KubernetesOptions Kubernetes, IReadOnlyDictionary<string, OperatorOptions> Operators, EnvironmentOptions Environments, string DataDirectory);
