using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>A kind of object that a source reads, which needs the right to get, list and watch it.</summary>
/// <param name="Kind">Kubernetes kind.</param>
/// <param name="Resource">What to watch.</param>
/// <param name="Purpose">What it is read for, as README says it.</param>
/// <param name="IsApplication">Whether each object is an application.</param>
internal sealed record WatchedKind(string Kind, ResourceDefinition Resource, string Purpose, bool IsApplication = false);
