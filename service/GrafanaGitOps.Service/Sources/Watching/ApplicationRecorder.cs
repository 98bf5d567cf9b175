using System.Data.Common;
using System.Threading.Channels;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Resilience;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using Polly;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>
/// The one way from a cluster's watches to the ledger: keeps the order of changes, writes many at once, and counts them as recorded only when
/// they are durable. Its room is bounded, so that a slow store slows the watches.
/// </summary>
internal sealed class ApplicationRecorder(
    string cluster,
    Func<IReadOnlyList<ApplicationChange>, CancellationToken, Task<RecordResult>> record,
    ClusterMetrics metrics,
    ILogger logger,
    TimeProvider timeProvider)
{
    /// <summary>Changes in one transaction.</summary>
    public const int BatchSize = 500;

    /// <summary>Changes that wait while a transaction runs.</summary>
    public const int Capacity = 256;

    /// <summary>Resources and syncs in one transaction; applications with a thousand resources make smaller batches.</summary>
    private const int BatchWeight = 50_000;

    /// <summary>How long the first change of a batch waits for others.</summary>
    private static readonly TimeSpan BatchWindow = TimeSpan.FromMilliseconds(50);

    private readonly Channel<PendingChange> _pending =
        Channel.CreateBounded<PendingChange>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly List<PendingChange> _batch = [];
    private int _weight;

    /// <summary>For every write of the cluster: a database that is away comes back, and until then the watches wait.</summary>
    public ResiliencePipeline Retry { get; } = EndlessRetry.Create(
        TimeSpan.FromSeconds(0.5),
        TimeSpan.FromSeconds(30),
        timeProvider,
        exception => exception is DbException or StorageException,
        retry =>
        {
            Log.NotRecorded(logger, retry.Outcome.Exception!, cluster);
            return ValueTask.CompletedTask;
        });

    private bool IsFull => _batch.Count == BatchSize || _weight >= BatchWeight;

    /// <summary>Takes a change; waits while there is no room.</summary>
    public ValueTask WriteAsync(PendingChange change, CancellationToken cancellationToken) =>
        _pending.Writer.WriteAsync(change, cancellationToken);

    /// <summary>Records until cancelled, or until <see cref="DrainAsync"/> has emptied it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count > 0) await RecordAsync(cancellationToken);
        while (await FillAsync(cancellationToken)) await RecordAsync(cancellationToken);
    }

    /// <summary>Records what waits still, after <see cref="RunAsync"/> was cancelled and nobody writes any more.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _pending.Writer.TryComplete();
        await RunAsync(cancellationToken);
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (!await _pending.Reader.WaitToReadAsync(cancellationToken)) return false;
        using var window = new CancellationTokenSource(BatchWindow, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(window.Token, cancellationToken);
        try
        {
            do
            {
                while (!IsFull && _pending.Reader.TryRead(out var next)) Add(next);
            }
            while (!IsFull && await _pending.Reader.WaitToReadAsync(either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The window has closed.
        }

        return true;
    }

    private void Add(PendingChange pending)
    {
        _batch.Add(pending);
        if (pending.Change?.Observation is not { } seen) return;
        _weight += seen.State.Resources.Items.Count + seen.Attempts.Sum(attempt => 1 + attempt.Resources.Items.Count);
    }

    /// <summary>A batch that was not recorded because of a cancellation stays as it is: writing it again changes nothing.</summary>
    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        var changes = _batch.Select(pending => pending.Change).OfType<ApplicationChange>().ToList();
        if (changes.Count > 0) await Retry.ExecuteAsync(async token => await TryRecordAsync(changes, token), cancellationToken);
        foreach (var pending in _batch) pending.Watch?.Confirm();
        _batch.Clear();
        _weight = 0;
    }

    /// <summary>When the store fails at something in the batch, and not as a whole, all the others are recorded one by one.</summary>
    private async Task TryRecordAsync(List<ApplicationChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            var result = await record(changes, cancellationToken);
            metrics.CountRecorded(cluster, changes, result.Rejected.Count, timeProvider.GetUtcNow());
        }
        catch (Exception exception) when (exception is not (DbException or StorageException) && !cancellationToken.IsCancellationRequested)
        {
            if (changes.Count == 1) Log.LeftOut(logger, exception, changes[0].Application);
            else foreach (var change in changes) await Retry.ExecuteAsync(async token => await TryRecordAsync([change], token), cancellationToken);
        }
    }
}
