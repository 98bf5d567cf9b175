using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Inbox;
using GrafanaGitOps.Service.Storage.Repositories;

namespace GrafanaGitOps.Service.Telemetry;

/// <summary>Gauges of the store, of each repository and of each watch, read from the store when somebody collects.</summary>
public sealed class StoreMetrics
{
    /// <summary>Collectors that come more often get the same figures.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    /// <summary>A collector's patience with a slow database.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly StoreAccess _stores;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private volatile Snapshot _snapshot = new(false, 0, [], [], 0, [], [], default);

    /// <summary>Makes the instruments.</summary>
    public StoreMetrics(Meter meter, StoreAccess stores, TimeProvider timeProvider, ILoggerFactory loggerFactory)
    {
        (_stores, _timeProvider, _logger) = (stores, timeProvider, loggerFactory.CreateLogger<StoreMetrics>());
        meter.CreateObservableGauge("gitops.store.up", () => _snapshot.IsUp ? 1 : 0, description: "1 when the store answers.");
        meter.CreateObservableGauge("gitops.store.size", Size, "By", "Size of the store.");
        meter.CreateObservableGauge("gitops.repository.lag", Lags, "s", "Time since the last fetch that succeeded.");
        meter.CreateObservableGauge("gitops.repository.commits", () => Each(row => row.Commits), description: "Commits in the store.");
        meter.CreateObservableGauge("gitops.repository.up", Up, description: "1 when the last look at it succeeded.");
        meter.CreateObservableGauge("gitops.applications", Applications, description: "Applications in the cluster.");
        meter.CreateObservableGauge("gitops.sync.events", SyncEvents, description: "Sync attempts in the store.");
        _ = new WatchMetrics(meter, () => _snapshot.Watches, timeProvider);
        _ = new InboxGauges(meter, () => _snapshot.Inbox, timeProvider);
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

    private IEnumerable<Measurement<long>> Size() => _snapshot.IsUp ? [new Measurement<long>(_snapshot.Size)] : [];

    private IEnumerable<Measurement<long>> SyncEvents() => _snapshot.IsUp ? [new Measurement<long>(_snapshot.SyncEvents)] : [];

    private IEnumerable<Measurement<long>> Applications() => _snapshot.Applications.Select(row =>
        new Measurement<long>(row.Count, new("cluster", row.Cluster), new KeyValuePair<string, object?>("operator", row.Operator)));

    private IEnumerable<Measurement<long>> Up() => Each(row => row.State.Error is null ? 1 : 0);

    private IEnumerable<Measurement<long>> Each(Func<RepositoryRow, long> figure) =>
        _snapshot.Repositories.Select(row => new Measurement<long>(figure(row), Tag(row)));

    private IEnumerable<Measurement<double>> Lags() =>
        from row in _snapshot.Repositories
        let lag = _timeProvider.GetUtcNow() - row.State.LastFetch
        where lag is not null
        select new Measurement<double>(Math.Max(0, lag.Value.TotalSeconds), Tag(row));

    private static KeyValuePair<string, object?> Tag(RepositoryRow row) => new("repository", row.State.Name);

    private sealed record Snapshot(
        bool IsUp, long Size, IReadOnlyList<RepositoryRow> Repositories, IReadOnlyList<ApplicationCount> Applications, long SyncEvents,
        IReadOnlyList<WatchState> Watches,
        IReadOnlyList<InboxBacklog> Inbox, DateTimeOffset Read);
}
