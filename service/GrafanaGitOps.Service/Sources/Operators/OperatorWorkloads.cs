using System.Text.Json;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;
using k8s;
using k8s.Models;

namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>Follows the operators' own Deployments and StatefulSets in one cluster.</summary>
internal sealed class OperatorWorkloads
{
    /// <summary>Workloads of one kind that are kept; both operators together have about fifteen.</summary>
    private const int MaxComponents = 500;

    // As the package reads the objects of Kubernetes itself.
    private static readonly JsonSerializerOptions Json = new KubernetesClientConfiguration().JsonSerializerOptions;

    private readonly ClusterSession _cluster;
    private readonly ResourceWatch<OperatorComponent?> _deployments;
    private readonly ResourceWatch<OperatorComponent?> _statefulSets;

    private OperatorWorkloads(ClusterSession cluster, IReadOnlyList<WatchedKind> kinds, IReadOnlyList<string> operators)
    {
        _cluster = cluster;
        var selector = $"{WorkloadMapper.PartOf} in ({string.Join(", ", operators)})";
        _deployments = cluster.Watch(kinds[0], (ref reader) => ReadDeployment(ref reader, cluster.Name, operators), selector);
        _statefulSets = cluster.Watch(kinds[1], (ref reader) => ReadStatefulSet(ref reader, cluster.Name, operators), selector);
    }

    /// <summary>The workloads of these operators.</summary>
    public static SourceDefinition Define(IReadOnlyList<string> operators)
    {
        var purpose = $"readiness and version of the operators themselves: those labelled `{WorkloadMapper.PartOf}: {string.Join("` or `", operators)}`";
        WatchedKind[] kinds =
        [
            new(V1Deployment.KubeKind, new ResourceDefinition(V1Deployment.KubeGroup, "deployments", "v1"), purpose),
            new(V1StatefulSet.KubeKind, new ResourceDefinition(V1StatefulSet.KubeGroup, "statefulsets", "v1"), purpose),
        ];
        return new SourceDefinition
        {
            Name = "workloads",
            Title = "the operators themselves",
            Kinds = kinds,
            Open = (cluster, _, _) => Task.FromResult<Func<CancellationToken, Task>>(new OperatorWorkloads(cluster, kinds, operators).RunAsync),
        };
    }

    internal static OperatorComponent? ReadDeployment(ref Utf8JsonReader reader, string cluster, IReadOnlyList<string> operators) =>
        WorkloadMapper.Map(JsonSerializer.Deserialize<V1Deployment>(ref reader, Json)!, cluster, operators);

    internal static OperatorComponent? ReadStatefulSet(ref Utf8JsonReader reader, string cluster, IReadOnlyList<string> operators) =>
        WorkloadMapper.Map(JsonSerializer.Deserialize<V1StatefulSet>(ref reader, Json)!, cluster, operators);

    /// <summary>Records every change until cancelled.</summary>
    private Task RunAsync(CancellationToken cancellationToken) => TaskGroup.RunAsync(
        [token => FollowAsync(_deployments, V1Deployment.KubeKind, token), token => FollowAsync(_statefulSets, V1StatefulSet.KubeKind, token)],
        cancellationToken);

    private async Task FollowAsync(ResourceWatch<OperatorComponent?> watch, string kind, CancellationToken cancellationToken)
    {
        var components = new SortedDictionary<(string Namespace, string Name), OperatorComponent>();
        var isSynced = false;
        await foreach (var change in watch.RunAsync(cancellationToken))
        {
            var key = (change.Key.Namespace, change.Key.Name);
            isSynced |= change.Kind == ResourceChangeKind.Synced;
            if (change.Kind == ResourceChangeKind.Deleted) components.Remove(key);
            else if (change.Object is { } component) components[key] = component;
            if (isSynced) await _cluster.RecordComponentsAsync(kind, [.. components.Values.Take(MaxComponents)], cancellationToken);
            await _cluster.RecordAsync(change: null, watch, cancellationToken);
        }
    }
}
