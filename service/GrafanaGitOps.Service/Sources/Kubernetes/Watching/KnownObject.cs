namespace GrafanaGitOps.Service.Sources.Kubernetes.Watching;

/// <summary>An object in the version that was last handed out.</summary>
public sealed record KnownObject(string Namespace, string Name, string Uid, string ResourceVersion);
