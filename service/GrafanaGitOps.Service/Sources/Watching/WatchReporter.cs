using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>Records how the watches of a cluster stand, and says in the log what a person should know.</summary>
internal sealed class WatchReporter
{
    /// <summary>How often it looks whether something changed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>How often the store learns that a watch is alive, while nothing else changes.</summary>
    private static readonly TimeSpan AliveInterval = TimeSpan.FromSeconds(10);

    private readonly string _cluster;
    private readonly IReadOnlyList<WatchReport> _reports;
    private readonly HashSet<string> _applications;
    private readonly Store _store;
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly long _startedAt;
    private readonly Dictionary<(string Resource, string? Namespace), (WatchState State, long At)> _recorded = [];
    private volatile IReadOnlyList<WatchState> _states = [];
    private bool _isSynced;
    private bool _isFailing;

    public WatchReporter(string cluster, IReadOnlyList<ResourceWatch> watches, Store store, ILogger logger, TimeProvider timeProvider)
    {
        (_cluster, _store, _logger, _timeProvider) = (cluster, store, logger, timeProvider);
        _reports = [.. watches.Select(watch => new WatchReport(watch))];
        _applications = [.. watches.Where(watch => watch.Kind.IsApplication).Select(watch => watch.Kind.Resource.Name)];
        _startedAt = timeProvider.GetTimestamp();
    }

    /// <summary>The states as last read; empty before the first time.</summary>
    public IReadOnlyList<WatchState> States => _states;

    /// <summary>Looks and records until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await ReportAsync(AliveInterval, cancellationToken);
            await Task.Delay(Pause, _timeProvider, cancellationToken);
        }
    }

    /// <summary>Records what differs from what is recorded; that a watch is alive, and nothing else, only after the given time.</summary>
    public async Task ReportAsync(TimeSpan aliveInterval, CancellationToken cancellationToken)
    {
        _states = [.. _reports.SelectMany(report => report.Read())];
        Tell();
        var due = _states.Where(state => IsDue(state, aliveInterval)).ToList();
        if (due.Count == 0) return;
        try
        {
            await _store.Operators.RecordWatchesAsync(due, cancellationToken);
            var now = _timeProvider.GetTimestamp();
            foreach (var state in due) _recorded[(state.Resource, state.Namespace)] = (state, now);
        }
#pragma warning disable CA1031 // Whatever the store threw: the watches go on, and the next look tries again.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.StatesNotRecorded(_logger, exception, _cluster);
        }
    }

    private bool IsDue(WatchState state, TimeSpan aliveInterval)
    {
        if (!_recorded.TryGetValue((state.Resource, state.Namespace), out var recorded) || !SaysTheSame(state, recorded.State)) return true;
        return state != recorded.State && _timeProvider.GetElapsedTime(recorded.At) >= aliveInterval;
    }

    private static bool SaysTheSame(WatchState one, WatchState other) =>
        (one.Phase, one.LastError, one.Version, one.SyncedAt is null) == (other.Phase, other.LastError, other.Version, other.SyncedAt is null);

    private void Tell()
    {
        var failing = _states.Where(state => state.Phase == WatchPhase.Failing).ToList();
        if (failing.Count > 0 && !_isFailing) Log.Failing(_logger, _cluster, failing.Count, _states.Count, WatchHealth.WithoutCluster(failing[0].LastError, _cluster));
        if (failing.Count > 0) _isFailing = true;
        // Between two tries a watch that fails looks as if it began.
        if (_isFailing && _states.All(state => state.Phase is WatchPhase.Watching or WatchPhase.Missing or WatchPhase.Forbidden))
        {
            _isFailing = false;
            Log.Recovered(_logger, _cluster);
        }

        if (_isSynced || !_states.All(state => state.SyncedAt is not null || state.Phase == WatchPhase.Forbidden)) return;
        _isSynced = true;
        if (!_logger.IsEnabled(LogLevel.Information)) return;
        var objects = _states.Where(state => _applications.Contains(state.Resource)).Sum(state => state.Objects);
        var (duration, missing, forbidden) = (_timeProvider.GetElapsedTime(_startedAt), Names(WatchPhase.Missing), Names(WatchPhase.Forbidden));
        Log.Synced(_logger, _cluster, objects, duration, missing, forbidden);
    }

    private string Names(WatchPhase phase)
    {
        var names = string.Join(", ", _states.Where(state => state.Phase == phase).Select(state => state.Resource).Distinct());
        return names.Length > 0 ? names : "none";
    }
}
