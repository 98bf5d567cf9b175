using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>Which groups, versions and kinds a cluster serves. Answers are shared for a short while, because many kinds ask at once.</summary>
public sealed class ApiDiscovery
{
    /// <summary>Age up to which an answer is shared. Missing kinds are looked for less often than that.</summary>
    private static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(2);

    private readonly ApiRequester _requester;
    private readonly TimeProvider _timeProvider;
    private readonly ConcurrentDictionary<string, (long AskedAt, Task<ReadOnlyMemory<byte>> Answer)> _answers = new(StringComparer.Ordinal);

    internal ApiDiscovery(ApiRequester requester, TimeProvider timeProvider)
    {
        _requester = requester;
        _timeProvider = timeProvider;
    }

    /// <summary>The kind in the first of its versions that the cluster serves, or null when it serves none of them.</summary>
    public async Task<ApiResource?> FindAsync(ResourceDefinition definition, CancellationToken cancellationToken)
    {
        var served = await GetVersionsAsync(definition.Group, cancellationToken);
        foreach (var version in definition.Versions.Where(served.Contains))
        {
            var resources = await GetResourcesAsync(definition.Group, version, cancellationToken);
            if (resources.FirstOrDefault(resource => resource.Plural == definition.Plural) is { } found) return found;
        }

        return null;
    }

    /// <summary>Versions of a group, the server's preferred first; empty when the group is not served.</summary>
    public async Task<IReadOnlyList<string>> GetVersionsAsync(string group, CancellationToken cancellationToken)
    {
        if (group.Length == 0) return ["v1"];
        // The list of all groups, not the group's own document: only a 200 proves that a group is missing.
        using var document = await AskAsync("/apis", cancellationToken);
        foreach (var entry in Items(document.RootElement, "groups"))
            if (Text(entry, "name") == group) return [.. Items(entry, "versions").Select(version => Text(version, "version"))];
        return [];
    }

    /// <summary>Kinds of one version of a group; empty when it is not served.</summary>
    public async Task<IReadOnlyList<ApiResource>> GetResourcesAsync(string group, string version, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await AskAsync(group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}", cancellationToken);
            return [.. Items(document.RootElement, "resources").Select(resource => new ApiResource(
                group, version, Text(resource, "name"), Text(resource, "kind"), resource.TryGetProperty("namespaced", out var flag) && flag.ValueKind == JsonValueKind.True))];
        }
        catch (KubernetesException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    private async Task<JsonDocument> AskAsync(string path, CancellationToken cancellationToken)
    {
        var shared = _answers.AddOrUpdate(
            path,
            _ => Ask(path),
            (_, known) => _timeProvider.GetElapsedTime(known.AskedAt) < SharedFor && !known.Answer.IsFaulted ? known : Ask(path));
        var body = await shared.Answer.WaitAsync(cancellationToken);
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            throw new KubernetesException($"Cluster {_requester.Cluster}: the answer to {path} is not JSON: is {_requester.Server} a Kubernetes API server?", exception);
        }
    }

    // Not cancelled by the one who asks first: others wait for the same answer. The requester's own time limit ends it.
    private (long AskedAt, Task<ReadOnlyMemory<byte>> Answer) Ask(string path) =>
        (_timeProvider.GetTimestamp(), _requester.GetBytesAsync(path, KubernetesLimits.MaxDiscoveryBytes, CancellationToken.None));

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
