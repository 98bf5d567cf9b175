using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using k8s;
using k8s.Models;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>Which groups, versions and kinds a cluster serves. Answers are shared for a short while, because many kinds ask at once.</summary>
public sealed class ApiDiscovery
{
    /// <summary>Age up to which an answer is shared. Missing kinds are looked for less often than that.</summary>
    private static readonly TimeSpan SharedFor = TimeSpan.FromSeconds(2);

    private readonly ApiRequester _requester;
    private readonly TimeProvider _timeProvider;
    private readonly ConcurrentDictionary<string, (long AskedAt, Task<ReadOnlyMemory<byte>> Answer)> _answers = new(StringComparer.Ordinal);

    internal ApiDiscovery(ApiRequester requester, TimeProvider timeProvider) => (_requester, _timeProvider) = (requester, timeProvider);

    /// <summary>The kind in the first of its versions that the cluster serves, or null when it serves none of them.</summary>
    public async Task<ApiResource?> FindAsync(ResourceDefinition definition, CancellationToken cancellationToken)
    {
        var served = await GetVersionsAsync(definition.Group, cancellationToken);
        foreach (var version in definition.Versions.Where(served.Contains))
        {
            var resources = await GetResourcesAsync(definition.Group, version, cancellationToken);
            if (resources.FirstOrDefault(resource => resource?.Name == definition.Plural) is { } found)
                return new ApiResource(definition.Group, version, definition.Plural, found.Kind ?? "", found.Namespaced);
        }

        return null;
    }

    private async Task<IEnumerable<string?>> GetVersionsAsync(string group, CancellationToken cancellationToken)
    {
        if (group.Length == 0) return ["v1"];
        // The list of all groups, not the group's own document: only a 200 proves that a group is missing.
        var groups = await AskAsync<V1APIGroupList>("/apis", cancellationToken);
        return groups?.Groups?.FirstOrDefault(entry => entry?.Name == group)?.Versions?.Select(version => version?.Version) ?? [];
    }

    private async Task<IEnumerable<V1APIResource?>> GetResourcesAsync(string group, string version, CancellationToken cancellationToken)
    {
        try
        {
            var list = await AskAsync<V1APIResourceList>(group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}", cancellationToken);
            return list?.Resources ?? [];
        }
        catch (KubernetesException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    private async Task<T?> AskAsync<T>(string path, CancellationToken cancellationToken)
    {
        var shared = _answers.AddOrUpdate(
            path,
            _ => Ask(path),
            (_, known) => _timeProvider.GetElapsedTime(known.AskedAt) < SharedFor && !known.Answer.IsFaulted ? known : Ask(path));
        var body = await shared.Answer.WaitAsync(cancellationToken);
        try
        {
            return KubernetesJson.Deserialize<T?>(Encoding.UTF8.GetString(body.Span));
        }
        catch (JsonException exception)
        {
            throw new KubernetesException($"Cluster {_requester.Cluster}: the answer to {path} is not JSON: is {_requester.Server} a Kubernetes API server?", exception);
        }
    }

    // Not cancelled by the one who asks first: others wait for the same answer. The requester's own time limit ends it.
    private (long AskedAt, Task<ReadOnlyMemory<byte>> Answer) Ask(string path) =>
        (_timeProvider.GetTimestamp(), _requester.GetBytesAsync(path, KubernetesLimits.MaxDiscoveryBytes, CancellationToken.None));
}
