using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Operators;
using GrafanaGitOps.Service.Sources.Watching;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>
/// Follows the Kustomizations and HelmReleases of one cluster, and the sources that say what they should be. Sources come first: an application
/// that is looked at before its source is known would seem to change its state.
/// </summary>
internal sealed class FluxSource : IDisposable
{
    /// <summary>How often it looks whether the sources are known.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ClusterSession _cluster;
    private readonly TimeProvider _timeProvider;
    private readonly IReadOnlyList<(string Kind, ResourceWatch<SourceObjectDto> Watch)> _sourceWatches;
    private readonly ResourceWatch<KustomizationDto> _kustomizations;
    private readonly ResourceWatch<HelmReleaseDto> _helmReleases;
    private readonly FluxSources _sources = new();
    private readonly FluxApplications _applications = new();

    // Sources and applications change one at a time, so that the last look at an application is always with the last look at its source.
    private readonly SemaphoreSlim _turn = new(1);

    // The watches do not wait for each other, so what one saw first may have its turn last. A look is as new as the newest that it is made of: the
    // ledger takes one that seems older than the last for a late one and leaves it out.
    private DateTimeOffset _sourcesSeenAt;

    private FluxSource(
        ClusterSession cluster, ResourceWatch<KustomizationDto> kustomizations, ResourceWatch<HelmReleaseDto> helmReleases, TimeProvider timeProvider)
    {
        (_cluster, _kustomizations, _helmReleases, _timeProvider) = (cluster, kustomizations, helmReleases, timeProvider);
        _sourceWatches =
        [
            .. FluxKinds.Sources.Select(source =>
                (source.Kind, cluster.Watch(source, (ref reader) => FluxObjects.ParseSource(ref reader, source.Kind)))),
        ];
    }

    /// <summary>Its line of the table.</summary>
    public static SourceDefinition Definition { get; } = new()
    {
        Name = OperatorNames.Flux,
        Title = "Flux",
        Kinds = [FluxKinds.Kustomizations, FluxKinds.HelmReleases, .. FluxKinds.Sources],
        Reserved =
        [
            new ResourceDefinition("image.toolkit.fluxcd.io", "imageupdateautomations", "v1", "v1beta2"),
            // The uid of an alert is part of the trace ids that Flux sends.
            new ResourceDefinition("notification.toolkit.fluxcd.io", "alerts", "v1beta3"),
        ],
        Open = async (cluster, _, cancellationToken) =>
        {
            var source = await OpenAsync(cluster, cancellationToken);
            return async token =>
            {
                using (source) await source.RunAsync(token);
            };
        },
        Read = (cluster, _) => new FluxReading(cluster).Read,
    };

    /// <summary>Records every change until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => TaskGroup.RunAsync(
        [
            FollowApplicationsAsync,
            .. _sourceWatches.Select<(string Kind, ResourceWatch<SourceObjectDto> Watch), Func<CancellationToken, Task>>(source =>
                token => FollowSourcesAsync(source.Kind, source.Watch, token)),
        ],
        cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private static async Task<FluxSource> OpenAsync(ClusterSession cluster, CancellationToken cancellationToken)
    {
        var kustomizations = await OpenAsync(cluster, FluxApplicationKinds.Kustomization, cancellationToken);
        return new FluxSource(
            cluster, kustomizations, await OpenAsync(cluster, FluxApplicationKinds.HelmRelease, cancellationToken), cluster.TimeProvider);
    }

    private static Task<ResourceWatch<T>> OpenAsync<T>(ClusterSession cluster, FluxApplicationKind<T> kind, CancellationToken cancellationToken) =>
        cluster.WatchApplicationsAsync(kind.Watched, kind.Parse, FluxKinds.Sources, cancellationToken);

    private async Task FollowSourcesAsync(string kind, ResourceWatch<SourceObjectDto> watch, CancellationToken cancellationToken)
    {
        await foreach (var change in watch.RunAsync(cancellationToken))
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                await HandleAsync(kind, watch, change, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    /// <summary>Looks again at every application that the source reaches.</summary>
    private async Task HandleAsync(
        string kind, ResourceWatch<SourceObjectDto> watch, ResourceChange<SourceObjectDto> change, CancellationToken cancellationToken)
    {
        var id = new SourceReference(kind, change.Key.Namespace, change.Key.Name);
        var isNews = change switch
        {
            { Kind: ResourceChangeKind.Deleted } => _sources.Remove(id),
            // Conditions are bulk that no application looks at.
            { Object: { } source } => _sources.Set(FluxSourceMapper.Map(source, kind, _cluster.Name) with { Conditions = [] }),
            _ => false,
        };
        if (isNews) await LookAgainAsync(id, watch.MomentOf(change), cancellationToken);
        await _cluster.RecordAsync(change: null, watch, cancellationToken);
    }

    private async Task LookAgainAsync(SourceReference source, Moment moment, CancellationToken cancellationToken)
    {
        moment = moment.NoEarlierThan(_sourcesSeenAt);
        _sourcesSeenAt = moment.NotAfter;
        foreach (var application in _applications.UsersOf(_sources.Reaching(source)))
        {
            var look = _cluster.Observation(_sources.Resolve(application.Read()), moment.NoEarlierThan(application.SeenAt));
            await _cluster.RecordAsync(look, watch: null, cancellationToken);
        }
    }

    private async Task FollowApplicationsAsync(CancellationToken cancellationToken)
    {
        await AwaitSourcesAsync(cancellationToken);
        await TaskGroup.RunAsync(
            [
                token => FollowApplicationsAsync(_kustomizations, FluxApplicationKinds.Kustomization, token),
                token => FollowApplicationsAsync(_helmReleases, FluxApplicationKinds.HelmRelease, token),
            ],
            cancellationToken);
    }

    private async Task AwaitSourcesAsync(CancellationToken cancellationToken)
    {
        while (!_sourceWatches.All(source => source.Watch.IsSettled))
        {
            var states = _sourceWatches.SelectMany(source => source.Watch.States);
            var failed = states.FirstOrDefault(state => state.Phase == WatchPhase.Failing);
            Obstruct(failed is null ? null : $"Waits for {failed.Resource}, without which states would be wrong: {failed.LastError}");
            await Task.Delay(Pause, _timeProvider, cancellationToken);
        }

        Obstruct(null);
    }

    private void Obstruct(string? obstacle)
    {
        _kustomizations.Obstruct(obstacle);
        _helmReleases.Obstruct(obstacle);
    }

    private async Task FollowApplicationsAsync<T>(ResourceWatch<T> watch, FluxApplicationKind<T> kind, CancellationToken cancellationToken)
    {
        await foreach (var change in watch.RunAsync(cancellationToken))
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                await _cluster.RecordAsync(Map(watch, kind, change), watch, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private ApplicationChange? Map<T>(ResourceWatch<T> watch, FluxApplicationKind<T> kind, ResourceChange<T> change)
    {
        var moment = watch.MomentOf(change).NoEarlierThan(_sourcesSeenAt);
        if (change.Kind == ResourceChangeKind.Deleted)
        {
            var id = new ApplicationId(_cluster.Name, OperatorNames.Flux, kind.Name, change.Key.Namespace, change.Key.Name);
            _applications.Remove(id);
            return watch.Deletion(change, id) with { Moment = moment };
        }

        if (change.Object is not { } seen) return null;
        var alone = kind.Map(seen, _cluster.Name);
        _applications.Set(alone.State, new FluxApplication<T>(seen, kind, _cluster.Name) { SeenAt = change.ObservedAt });
        return _cluster.Observation(_sources.Resolve(alone), moment);
    }
}
