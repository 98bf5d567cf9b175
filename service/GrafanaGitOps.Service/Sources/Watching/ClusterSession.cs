using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>One cluster while it is watched: what the sources of its operators share.</summary>
internal sealed class ClusterSession(
    ClusterClient client,
    IReadOnlyList<string> namespaces,
    Store store,
    EnvironmentRules environments,
    ApplicationRecorder recorder,
    WatchTimings timings,
    ILoggerFactory loggerFactory,
    TimeProvider timeProvider)
{
    /// <summary>Changes of one kind that wait for the recorder before the watch itself waits; each may hold an object of a megabyte.</summary>
    private const int Capacity = 64;

    private readonly List<ResourceWatch> _watches = [];

    /// <summary>What frames call the cluster.</summary>
    public string Name => client.Name;

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>Every kind that is watched.</summary>
    public IReadOnlyList<ResourceWatch> Watches => _watches;

    /// <summary>A watch of a kind of which nothing is recorded.</summary>
    public ResourceWatch<T> Watch<T>(WatchedKind kind, ObjectParser<T> parser, string? labelSelector = null) =>
        Watch(kind, parser, labelSelector, baseline: null);

    /// <summary>A watch that begins with what is recorded, so that a restart finds what changed meanwhile and nothing else.</summary>
    /// <param name="kind">What to watch.</param>
    /// <param name="parser">Reads an object.</param>
    /// <param name="usedKinds">Other kinds on which the applications' states depend: a change may be as old as the last look at those.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ResourceWatch<T>> WatchApplicationsAsync<T>(
        WatchedKind kind,
        ObjectParser<T> parser,
        IReadOnlyList<WatchedKind> usedKinds,
        CancellationToken cancellationToken)
    {
        var applications = await store.Applications.ReadKnownAsync(Name, kind.Kind, cancellationToken);
        var alive = await ReadLastAliveAsync(kind, usedKinds, cancellationToken);
        if (applications.Count == 0 && alive.Count == 0) return Watch(kind, parser, labelSelector: null, baseline: null);

        var baseline = new WatchBaseline(
            [.. applications.Select(known => new ObjectVersion(known.Namespace, known.Name, known.Uid, known.ResourceVersion))],
            alive.TryGetValue("", out var all) ? all : null)
        {
            Namespaces = namespaces.Where(alive.ContainsKey).ToDictionary(name => name, name => alive[name], StringComparer.Ordinal),
        };
        return Watch(kind, parser, labelSelector: null, baseline);
    }

    /// <summary>A look at an application, with the place where it belongs.</summary>
    public ApplicationChange Observation(OperatorObservation observation, Moment moment) => new()
    {
        Application = observation.State.Id,
        Uid = observation.State.Uid,
        Observation = observation,
        Environment = environments.Decide(observation.State),
        Moment = moment,
    };

    /// <summary>Hands a change on; waits while the store is behind. Once durable it counts for the watch, if one is named.</summary>
    public ValueTask RecordAsync(ApplicationChange? change, ResourceWatch? watch, CancellationToken cancellationToken) =>
        recorder.WriteAsync(new PendingChange(change, watch), cancellationToken);

    /// <summary>Replaces what is recorded of the operators' own workloads of one kind.</summary>
    public Task RecordComponentsAsync(string kind, IReadOnlyList<OperatorComponent> components, CancellationToken cancellationToken) =>
        recorder.Retry.ExecuteAsync(
            async token => await store.Operators.RecordComponentsAsync(Name, kind, components, timeProvider.GetUtcNow(), token), cancellationToken).AsTask();

    /// <summary>By namespace, empty for all.</summary>
    private async Task<Dictionary<string, DateTimeOffset>> ReadLastAliveAsync(
        WatchedKind kind, IReadOnlyList<WatchedKind> usedKinds, CancellationToken cancellationToken)
    {
        // What was forbidden was not seen before and says nothing about states either.
        var states = from state in await store.Operators.ReadWatchesAsync(cancellationToken)
                     where state.Cluster == Name && state.LastAlive is not null
                     where state.Resource == kind.Resource.Name
                         || (state.Phase != WatchPhase.Forbidden && usedKinds.Any(used => used.Resource.Name == state.Resource))
                     select state;
        return states.GroupBy(state => state.Namespace ?? "").Where(scope => scope.Any(state => state.Resource == kind.Resource.Name))
            .ToDictionary(scope => scope.Key, scope => scope.Min(state => state.LastAlive!.Value), StringComparer.Ordinal);
    }

    private ResourceWatch<T> Watch<T>(WatchedKind kind, ObjectParser<T> parser, string? labelSelector, WatchBaseline? baseline)
    {
        var options = new ResourceWatcherOptions
        {
            Namespaces = namespaces,
            LabelSelector = labelSelector,
            Baseline = baseline,
            Capacity = Capacity,
            Timings = timings,
        };
        var watch = new ResourceWatch<T>(kind, new ResourceWatcher<T>(client, kind.Resource, parser, options, loggerFactory, timeProvider), baseline);
        _watches.Add(watch);
        return watch;
    }
}
