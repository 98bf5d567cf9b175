namespace GrafanaGitOps.Service.Sources.Kubernetes.Json;

/// <summary>An object as the API server sent it. The bytes are valid until the next object is asked for.</summary>
/// <param name="Meta">Null when the object was too large or too broken to tell which one it is.</param>
/// <param name="Json">The object; only its beginning when <paramref name="IsTruncated"/>.</param>
/// <param name="IsTruncated">The object is larger than <see cref="KubernetesLimits.MaxObjectBytes"/>.</param>
internal readonly record struct RawObject(ObjectVersion? Meta, ReadOnlyMemory<byte> Json, bool IsTruncated);
