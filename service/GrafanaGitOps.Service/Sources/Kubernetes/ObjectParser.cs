using System.Text.Json;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>
/// Reads one object. The reader stands before its first token and holds the whole object in one piece of memory that is reused afterwards,
/// so nothing of it may be kept without a copy. Throws <see cref="JsonException"/> or <see cref="FormatException"/> for an object that is not
/// as it should be; that object is then reported and passed over.
/// </summary>
public delegate T ObjectParser<out T>(ref Utf8JsonReader reader);
