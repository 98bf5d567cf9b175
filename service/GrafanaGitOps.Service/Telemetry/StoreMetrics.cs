using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Inbox;
using GrafanaGitOps.Service.Storage.Repositories;

namespace GrafanaGitOps.Service.Telemetry;

/// <summary>Gauges of the store, of each repository, watch and receiver, read from the store when somebody collects.</summary>
public sealed class StoreMetrics
{
    /// <summary>Collectors that come more often get the same figures.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    /// <summary>A collector's patience with a slow database.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly Meter _meter;
    private readonly StoreAccess _stores;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private volatile Snapshot _snapshot = new(false, 0, [], [], 0, [], [], default);

    /// <summary>Makes the instruments.</summary>
    public StoreMetrics(Meter meter, StoreAccess stores, TimeProvider timeProvider, ILoggerFactory loggerFactory)
    {
        (_meter, _stores, _timeProvider, _logger) = (meter, stores, timeProvider, loggerFactory.CreateLogger<StoreMetrics>());
        Gauge<Snapshot>("gitops.store.up", "1 when the store answers.", () => [_snapshot], shot => shot.IsUp ? 1 : 0, _ => []);
        Gauge("gitops.store.size", "Size of the store.", WhenUp, shot => shot.Size, _ => [], "By");
        Gauge("gitops.sync.events", "Sync attempts in the store.", WhenUp, shot => shot.SyncEvents, _ => []);
        Gauge(
            "gitops.applications", "Applications in the cluster.", () => _snapshot.Applications, row => row.Count,
            row => [new("cluster", row.Cluster), new("operator", row.Operator)]);
        AddRepositories();
        AddWatches();
        AddInbox();
    }

    /// <summary>Reads the figures that the gauges then show. A store that does not answer is a figure too, so this does not throw.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_timeProvider.GetUtcNow() - _snapshot.Read < Freshness) return;
        using var timeout = new CancellationTokenSource(Timeout, _timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (_stores.Opened.IsCompletedSuccessfully) _snapshot = await ReadAsync(_stores.Opened.Result, linked.Token);
        }
#pragma warning disable CA1031 // Whatever the database threw, the figures of the process must still be collected.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.StoreNotRead(_logger, exception);
            _snapshot = _snapshot with { IsUp = false };
        }
    }

    private async Task<Snapshot> ReadAsync(Store store, CancellationToken cancellationToken) => new(
        true,
        await store.Database.GetSizeAsync(cancellationToken),
        await store.Repositories.ReadAsync(cancellationToken),
        await store.Applications.CountAsync(cancellationToken),
        await store.Syncs.CountAsync(cancellationToken),
        await store.Operators.ReadWatchesAsync(cancellationToken),
        await store.Inbox.ReadBacklogAsync(cancellationToken),
        _timeProvider.GetUtcNow());

    private void AddRepositories()
    {
        Add("lag", "Time since the last fetch that succeeded.", row => Age(row.State.LastFetch), "s");
        Add("commits", "Commits in the store.", row => row.Commits);
        Add("up", "1 when the last look at it succeeded.", row => row.State.Error is null ? 1 : 0);

        void Add(string name, string description, Func<RepositoryRow, double?> figure, string? unit = null) => Gauge(
            $"gitops.repository.{name}", description, () => _snapshot.Repositories, figure, row => [new("repository", row.State.Name)], unit);
    }

    private void AddWatches()
    {
        Add("up", "1 unless the kind cannot be read.", watch => watch.Phase is WatchPhase.Failing or WatchPhase.Forbidden ? 0 : 1);
        Add("objects", "Objects that are known.", watch => watch.Objects);
        Add("rejected", "Objects that could not be read since watching began.", watch => watch.Rejected);
        Add("lag", "Time since everything up to then was recorded; a quiet kind is heard about once a minute.", watch => Age(watch.LastAlive), "s");

        void Add(string name, string description, Func<WatchState, double?> figure, string? unit = null) => Gauge(
            $"gitops.watch.{name}", description, () => _snapshot.Watches, figure,
            watch => [new("cluster", watch.Cluster), new("resource", watch.Resource), new("namespace", watch.Namespace ?? "")], unit);
    }

    private void AddInbox()
    {
        Add("waiting", "Deliveries that are not processed yet.", row => row.Waiting);
        Add("dead", "Deliveries that were given up and are still kept.", row => row.Dead);
        Add("oldest", "Age of the oldest delivery that is not processed yet; 0 when none waits.", row => Age(row.OldestWaiting) ?? 0, "s");

        void Add(string name, string description, Func<InboxBacklog, double?> figure, string? unit = null) => Gauge(
            $"gitops.inbox.{name}", description, () => _snapshot.Inbox, figure, row => [new("source", row.Source)], unit);
    }

    /// <summary>With a series for each row that has the figure.</summary>
    private void Gauge<TRow>(
        string name, string description, Func<IEnumerable<TRow>> rows, Func<TRow, double?> figure,
        Func<TRow, KeyValuePair<string, object?>[]> tags, string? unit = null) => _meter.CreateObservableGauge(
        name, () => from row in rows() let value = figure(row) where value is not null select new Measurement<double>(value.Value, tags(row)),
        unit, description);

    private IEnumerable<Snapshot> WhenUp() => _snapshot.IsUp ? [_snapshot] : [];

    private double? Age(DateTimeOffset? since) => since is { } moment ? Math.Max(0, (_timeProvider.GetUtcNow() - moment).TotalSeconds) : null;

    private sealed record Snapshot(
        bool IsUp, long Size, IReadOnlyList<RepositoryRow> Repositories, IReadOnlyList<ApplicationCount> Applications, long SyncEvents,
        IReadOnlyList<WatchState> Watches, IReadOnlyList<InboxBacklog> Inbox, DateTimeOffset Read);
}
