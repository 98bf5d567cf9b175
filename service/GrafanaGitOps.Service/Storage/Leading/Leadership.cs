using System.Diagnostics.Metrics;

namespace GrafanaGitOps.Service.Storage.Leading;

/// <summary>
/// Lets one of the replicas on a database collect, from the moment the store is open until this is disposed: the replica that holds the
/// database's lock. One that loses it stops at once and stands again; what it still had under way is refused once another has begun.
/// </summary>
public sealed class Leadership : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeSpan _interval;
    private readonly Func<Store, CancellationToken, Task> _collect;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private volatile ReplicaRole _role;
    private bool _isFailing;

    private Leadership(
        StorageOptions options, StoreAccess stores, Func<Store, CancellationToken, Task> collect, Meter meter, TimeProvider timeProvider,
        ILogger logger)
    {
        (_interval, _collect, _timeProvider, _logger) = (options.LeaderInterval, collect, timeProvider, logger);
        meter.CreateObservableGauge(
            "gitops.leader", () => _role == ReplicaRole.Leader ? 1 : 0, description: "1 while this replica collects.");
        Completion = Task.Run(() => RunAsync(stores));
    }

    /// <summary>What this replica does now.</summary>
    public ReplicaRole Role => _role;

    /// <summary>Ends when what collects ended by itself, which it should not.</summary>
    public Task Completion { get; }

    /// <summary>Begins as soon as the store is open.</summary>
    /// <param name="options">How often to look who leads.</param>
    /// <param name="stores">The store.</param>
    /// <param name="collect">All that writes. It runs while this replica leads, and may run again.</param>
    /// <param name="meter">What is measured.</param>
    /// <param name="timeProvider">The clock between tries.</param>
    /// <param name="loggerFactory">Where it logs.</param>
    public static Leadership Start(
        StorageOptions options, StoreAccess stores, Func<Store, CancellationToken, Task> collect, Meter meter, TimeProvider timeProvider,
        ILoggerFactory loggerFactory) =>
        new(options, stores, collect, meter, timeProvider, loggerFactory.CreateLogger<Leadership>());

    /// <summary>Waits until what was seen is recorded, and only then lets another replica begin.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync(StoreAccess stores)
    {
        var store = await stores.Opened.WaitAsync(_stopping.Token);
        while (true)
        {
            await using var candidate = await WinAsync(store);
            await LeadAsync(store, candidate);
        }
    }

    /// <summary>Stands until this replica is the one.</summary>
    private async Task<LeaderCandidate> WinAsync(Store store)
    {
        while (true)
        {
            LeaderCandidate? candidate = null;
            try
            {
                candidate = await store.Database.StandAsync(_interval, _stopping.Token);
                while (!await candidate.TryLeadAsync(_stopping.Token))
                {
                    Follow();
                    await candidate.WaitAsync(_stopping.Token);
                }

                return candidate;
            }
#pragma warning disable CA1031 // Whatever the database threw, it is asked again.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (candidate is not null) await candidate.DisposeAsync();
                _stopping.Token.ThrowIfCancellationRequested();
                Fail(exception);
            }

            await Task.Delay(_interval, _timeProvider, _stopping.Token);
        }
    }

    private void Follow()
    {
        if (_role != ReplicaRole.Follower) Log.Following(_logger);
        (_role, _isFailing) = (ReplicaRole.Follower, false);
    }

    private void Fail(Exception exception)
    {
        if (!_isFailing) Log.LeaderUnknown(_logger, _interval, exception);
        (_role, _isFailing) = (ReplicaRole.Undecided, true);
    }

    /// <summary>Collects until the right to it is lost.</summary>
    private async Task LeadAsync(Store store, LeaderCandidate candidate)
    {
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        (_role, _isFailing) = (ReplicaRole.Leader, false);
        Log.Leading(_logger);
        var collecting = Task.Run(() => _collect(store, leading.Token), CancellationToken.None);
        var holding = HoldAsync(candidate, leading.Token);
        var ended = await Task.WhenAny(collecting, holding);
        if (ended == holding && !_stopping.IsCancellationRequested) Log.LeadLost(_logger, holding.Exception?.InnerException);
        if (ended == holding) _role = ReplicaRole.Undecided;
        await leading.CancelAsync();
        await Task.WhenAll(collecting, holding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _role = ReplicaRole.Undecided;
        if (ended == collecting) await collecting;
        _stopping.Token.ThrowIfCancellationRequested();
    }

    private static async Task HoldAsync(LeaderCandidate candidate, CancellationToken cancellationToken)
    {
        while (true) await candidate.WaitAsync(cancellationToken);
    }
}
