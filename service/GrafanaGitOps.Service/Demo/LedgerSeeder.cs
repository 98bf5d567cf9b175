using GrafanaGitOps.Service.Demo.Api;
using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Sources.Clusters;
using GrafanaGitOps.Service.Sources.Operators;
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
    private readonly IReadOnlyList<ConfiguredSource> _sources = SourceTable.With(options.Operators);
    private readonly Dictionary<(string Cluster, string Source), ReadSource> _readers = [];
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
                     from kind in SourceTable.Kinds
                     select new WatchState
                     {
                         Cluster = cluster,
                         Resource = kind.Resource.Name,
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
        var (source, settings) = _sources.First(one => one.Definition.Kinds.Any(kind => kind.Kind == seen.Kind.Kind));
        if (!_readers.TryGetValue((cluster, source.Name), out var read)) _readers[(cluster, source.Name)] = read = source.Read(cluster, settings);
        return read(seen.Kind.Kind, seen.Json);
    }
}
