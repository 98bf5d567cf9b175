using System.Text.Json;
using GrafanaGitOps.Service.Demo.Api;
using GrafanaGitOps.Service.Demo.Objects;
using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Sources.ArgoCd;
using GrafanaGitOps.Service.Sources.Clusters;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Demo;

/// <summary>
/// Records what happened before the demo started as a companion would have, had it watched all the time: the same objects through the same
/// readers into the same ledger, each at its own time. Operators themselves forget nearly all of it.
/// </summary>
internal sealed class LedgerSeeder(Store store, SourceOptions options)
{
    private const int BatchSize = ApplicationRecorder.BatchSize;

    private readonly EnvironmentRules _environments = new(options.Environments);
    private readonly Dictionary<string, (FluxSources Sources, FluxApplications Applications)> _flux = [];
    private readonly List<ApplicationChange> _batch = [];

    /// <summary>Takes an object as it was from a moment on.</summary>
    public async Task AddAsync(string cluster, StoredObject seen, DateTimeOffset at, CancellationToken cancellationToken)
    {
        _batch.AddRange(Read(cluster, seen).Select(observation => new ApplicationChange
        {
            Application = observation.State.Id,
            Uid = observation.State.Uid,
            Observation = observation,
            Environment = _environments.Decide(observation.State),
            Moment = Moment.Exactly(at),
        }));
        if (_batch.Count >= BatchSize) await FlushAsync(cancellationToken);
    }

    /// <summary>Says that every kind was watched until now, so that the watches that begin next miss nothing.</summary>
    public async Task FinishAsync(
        IEnumerable<string> clusters, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        var states = from cluster in clusters
                     from kind in ClusterKinds.All
                     select new WatchState
                     {
                         Cluster = cluster,
                         Resource = kind.Name,
                         Phase = WatchPhase.Watching,
                         Since = since,
                         SyncedAt = since,
                         LastAlive = until,
                     };
        await store.Operators.RecordWatchesAsync([.. states], cancellationToken);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0) return;
        var result = await store.Applications.RecordAsync(_batch, cancellationToken);
        if (result.Rejected.Count > 0) throw new InvalidOperationException($"The ledger does not take {result.Rejected[0]}.");
        _batch.Clear();
    }

    private IEnumerable<OperatorObservation> Read(string cluster, StoredObject seen)
    {
        if (seen.Kind == ApiKind.Application)
            return [ArgoCdMapper.Map(ArgoCdObjects.Parse(seen.Json), cluster, options.ArgoCd.ReconciliationTimeout)];
        if (seen.Kind == ApiKind.Kustomization) return [Read(cluster, seen, FluxApplicationKinds.Kustomization)];
        if (seen.Kind == ApiKind.HelmRelease) return [Read(cluster, seen, FluxApplicationKinds.HelmRelease)];
        return FluxObjects.SourceKinds.Contains(seen.Kind.Kind) ? ReadSource(cluster, seen) : [];
    }

    private OperatorObservation Read<T>(string cluster, StoredObject seen, FluxApplicationKind<T> kind)
    {
        var reader = new Utf8JsonReader(seen.Json);
        var parsed = kind.Parse(ref reader);
        var alone = kind.Map(parsed, cluster);
        var (sources, applications) = FluxOf(cluster);
        applications.Set(alone.State, new FluxApplication<T>(parsed, kind, cluster));
        return sources.Resolve(alone);
    }

    /// <summary>What uses the source looks different now.</summary>
    private IEnumerable<OperatorObservation> ReadSource(string cluster, StoredObject seen)
    {
        var (sources, applications) = FluxOf(cluster);
        var state = FluxSourceMapper.Map(FluxObjects.ParseSource(seen.Json, seen.Kind.Kind), seen.Kind.Kind, cluster);
        return sources.Set(state) ? [.. applications.UsersOf(sources.Reaching(state.Id)).Select(user => sources.Resolve(user.Read()))] : [];
    }

    private (FluxSources Sources, FluxApplications Applications) FluxOf(string cluster) =>
        _flux.TryGetValue(cluster, out var known) ? known : _flux[cluster] = (new FluxSources(), new FluxApplications());
}
