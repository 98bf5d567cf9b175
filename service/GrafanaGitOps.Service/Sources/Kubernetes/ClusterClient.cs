using System.Runtime.CompilerServices;
using System.Text.Json;
using GrafanaGitOps.Service.Sources.Kubernetes.Access;
using GrafanaGitOps.Service.Sources.Kubernetes.Json;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>Reads from one cluster: get, list and watch, and nothing else. It has no way to write.</summary>
public sealed class ClusterClient : IDisposable
{
    private readonly ApiRequester _requester;
    private readonly TimeProvider _timeProvider;

    /// <summary>Reads the kubeconfig or the pod's service account; nothing is sent yet.</summary>
    /// <exception cref="KubernetesException">The configuration does not lead to a cluster.</exception>
    public ClusterClient(ClusterOptions options, TimeProvider timeProvider)
        : this(options, new TransportTimings(), timeProvider)
    {
    }

    internal ClusterClient(ClusterOptions options, TransportTimings timings, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _requester = new ApiRequester(new ClusterConnection(options, timings, timeProvider), timeProvider);
        Discovery = new ApiDiscovery(_requester, timeProvider);
    }

    /// <summary>What frames call the cluster.</summary>
    public string Name => _requester.Cluster;

    /// <summary>Which kinds the cluster serves.</summary>
    public ApiDiscovery Discovery { get; }

    /// <summary>One object.</summary>
    /// <exception cref="KubernetesException">With status NotFound when it is not there.</exception>
    public async Task<T> GetAsync<T>(ApiResource resource, string? @namespace, string name, ObjectParser<T> parser, CancellationToken cancellationToken)
    {
        var path = resource.ObjectPath(@namespace, name);
        var body = await _requester.GetBytesAsync(path, KubernetesLimits.MaxObjectBytes, cancellationToken);
        return Parse(body, parser, $"Cluster {Name}: {path}");
    }

    /// <summary>Every object that matches, page by page, as they arrive. The first object that the parser refuses ends it.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(ResourceQuery query, ObjectParser<T> parser, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var list = new ResourceList(_requester, query, KubernetesLimits.PageSize, _timeProvider);
        await foreach (var item in list.ReadAsync(cancellationToken))
        {
            var subject = $"Cluster {Name}: {query}: {item.Meta?.Namespace}/{item.Meta?.Name}";
            if (item.IsTruncated) throw new KubernetesException($"{subject} is larger than {KubernetesLimits.MaxObjectBytes} bytes.");
            yield return Parse(item.Json, parser, subject);
        }
    }

    public void Dispose() => _requester.Dispose();

    internal ResourceList OpenList(ResourceQuery query, int pageSize) => new(_requester, query, pageSize, _timeProvider);

    internal Task<WatchConnection> OpenWatchAsync(
        ResourceQuery query, string resourceVersion, TimeSpan lifetime, TimeSpan silence, CancellationToken cancellationToken) =>
        WatchConnection.OpenAsync(_requester, query, resourceVersion, lifetime, silence, _timeProvider, cancellationToken);

    private static T Parse<T>(ReadOnlyMemory<byte> json, ObjectParser<T> parser, string subject)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, JsonLimits.Options);
            return parser(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new KubernetesException($"{subject} cannot be read: {exception.Message}", exception);
        }
    }
}
