namespace GrafanaGitOps.Service.Sources.Kubernetes.Json;

/// <summary>A value of a stream; when it is over the limit, only its first bytes.</summary>
internal readonly record struct JsonStreamValue(ReadOnlyMemory<byte> Bytes, bool IsTruncated);
