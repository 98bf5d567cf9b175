using System.Data.Common;
using GrafanaGitOps.Service.Delivery.Targets;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>
/// Keeps up to date which commits each application waits for and which ones each deployment brought. Each look takes what changed since the
/// last one; one caller at a time.
/// </summary>
internal sealed class DeliveryTracker(
    Store store, GitOptions options, string dataDirectory, DeliveryMetrics metrics, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>Failures of one look that are logged.</summary>
    private const int MostSaid = 5;

    private readonly TrackedApplications _applications = new();
    private readonly RepositoryMemory _memory = new(store, options, dataDirectory, time);
    private readonly HashSet<TrackedApplication> _changed = [];
    private DryCommits? _dryCommits;
    private RepositoryTable? _repositories;
    private long _seen = -1;
    private bool _mayWait = true;

    /// <summary>Looks at what changed; true when more is known to be left.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        // Read first, so that their applications are among those that are taken in.
        var deployments = await store.Delivery.ReadUnexplainedAsync(DeliveryLimits.Deployments, cancellationToken);
        await TakeInAsync(cancellationToken);
        // Evaluating may put deployments back among those to explain, which the next look then finds.
        var hasEvaluated = _changed.Count > 0;
        if (hasEvaluated) await EvaluateAsync(cancellationToken);
        metrics.SetBacklog(_changed.Count);
        if (deployments.Count > 0) await ExplainAsync(deployments, isWaiting: false, cancellationToken);
        if (_mayWait) await ExplainWaitingAsync(cancellationToken);
        _memory.DropIdle();
        return hasEvaluated || deployments.Count == DeliveryLimits.Deployments || _changed.Count > 0;
    }

    /// <summary>Whether something is due although nothing was written: what failed is tried again.</summary>
    public bool IsDue => _changed.Count > 0 || _applications.All.Any(application => application.RetryAt <= time.GetUtcNow());

    public void Dispose() => _memory.Dispose();

    private DryCommits DryCommits => _dryCommits ??= new DryCommits(_memory);

    private async Task TakeInAsync(CancellationToken cancellationToken)
    {
        var input = await store.Delivery.ReadInputAsync(_seen, cancellationToken);
        _changed.UnionWith(_applications.Update(input.Changed));
        if (_seen < 0) await _applications.LoadRecordedAsync(store, cancellationToken);
        TakeIn(input.Repositories);
        _changed.UnionWith(_applications.All.Where(application => application.RetryAt <= time.GetUtcNow()));
        _seen = input.Version;
    }

    private void TakeIn(IReadOnlyList<DeliveryRepository> repositories)
    {
        var before = _repositories;
        _repositories = new RepositoryTable(repositories);
        if (before is null) return;
        var isOther = !repositories.Select(Identity).ToHashSet().SetEquals(before.All.Select(Identity));
        var moved = repositories.Where(repository => before.Find(repository.Row) is not { } known || !SameHeads(known, repository))
            .Select(repository => (long?)repository.Row).ToHashSet();
        if (isOther) _changed.UnionWith(_applications.All);
        else _changed.UnionWith(_applications.All.Where(application => application.Application.Repositories.Any(moved.Contains)));
        _mayWait |= isOther || moved.Count > 0;
    }

    private async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var (total, counts) = (_changed.Count, new Counts());
        await ForgetDeletedAsync(cancellationToken);
        foreach (var batch in _changed.OrderBy(application => application.Application.Row).Chunk(DeliveryLimits.Batch))
        {
            await EvaluateAsync(batch, counts, cancellationToken);
            _changed.ExceptWith(batch);
            metrics.SetBacklog(_changed.Count);
        }

        var duration = time.GetElapsedTime(start);
        metrics.RecordDuration(duration);
        if (counts.Full + counts.Advanced > 0) Log.Evaluated(logger, total, counts.Full, counts.Advanced, duration);
    }

    /// <summary>One that cannot be evaluated is found by halving, said once, and tried again later; all others are done.</summary>
    private async Task EvaluateAsync(TrackedApplication[] batch, Counts counts, CancellationToken cancellationToken)
    {
        try
        {
            await TryEvaluateAsync(batch, counts, cancellationToken);
        }
        catch (Exception exception) when (IsOfTheData(exception) && !cancellationToken.IsCancellationRequested)
        {
            if (batch.Length > 1)
            {
                foreach (var half in batch.Chunk((batch.Length + 1) / 2)) await EvaluateAsync(half, counts, cancellationToken);
                return;
            }

            // A few are enough to see what is wrong; all are counted.
            if (batch[0].Failures == 0 && counts.Failed++ < MostSaid)
                Log.ApplicationFailed(logger, exception, batch[0].Application.Id.ToString());
            batch[0].Fail(time.GetUtcNow());
            metrics.CountFailure();
        }
    }

    private async Task TryEvaluateAsync(TrackedApplication[] batch, Counts counts, CancellationToken cancellationToken)
    {
        var resolver = Resolver();
        var used = batch.SelectMany(tracked => resolver.RepositoriesOf(tracked.Application, tracked.Application.Sources)).Distinct();
        await _memory.LoadAsync(used.Select(row => _repositories!.Find(row)!), cancellationToken);
        var sources = batch.Select(tracked => (tracked.Application, tracked.Application.Sources));
        await DryCommits.ReadAsync(_repositories!, sources, cancellationToken);
        var evaluations = batch.Select(tracked => new Evaluation(tracked, resolver.Resolve(DryCommits.With(tracked.Application))))
            .Where(IsOpen).ToList();
        if (evaluations.Count == 0) return;

        var rest = await new BranchAdvances(store, _memory, time).RunAsync(evaluations, cancellationToken);
        var full = new FullEvaluation(store, _memory, _repositories!, time, logger);
        foreach (var part in rest.Chunk(DeliveryLimits.Applications)) await full.RunAsync(part, cancellationToken);
        counts.Full += rest.Count;
        counts.Advanced += evaluations.Count - rest.Count;
        metrics.CountFull(rest.Count);
        metrics.CountAdvanced(evaluations.Count - rest.Count);
    }

    private bool IsOpen(Evaluation evaluation) =>
        evaluation.Application.State?.Fingerprint != evaluation.Resolution.Fingerprint
        || evaluation.Application.RetryAt <= time.GetUtcNow()
        || !evaluation.Resolution.Repositories.SequenceEqual(evaluation.Application.Application.Repositories);

    private async Task ForgetDeletedAsync(CancellationToken cancellationToken)
    {
        var deleted = _changed.Where(application => application.Application.IsDeleted).ToList();
        _changed.ExceptWith(deleted);
        var recorded = deleted.Where(tracked => tracked.State is not null).Select(tracked => tracked.Application.Row).ToList();
        if (recorded.Count > 0) await store.Delivery.ForgetAsync(recorded, cancellationToken);
        foreach (var application in deleted)
        {
            (application.State, application.Paths, application.PathFiles) = (null, [], null);
            application.Succeed();
        }
    }

    /// <summary>After each fetch, the commits that deployments wait for may be there.</summary>
    private async Task ExplainWaitingAsync(CancellationToken cancellationToken)
    {
        var waiting = await store.Delivery.ReadWaitingAsync(DeliveryLimits.WaitingDeployments, cancellationToken);
        if (waiting.Count > 0) await ExplainAsync(waiting, isWaiting: true, cancellationToken);
        _mayWait = false;
    }

    private async Task ExplainAsync(IReadOnlyList<UnresolvedDeployment> deployments, bool isWaiting, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var explainer = new DeploymentExplainer(store, _memory, _repositories!, _applications, Resolver(), DryCommits, logger);
        try
        {
            var explained = await explainer.RunAsync(deployments, isWaiting, cancellationToken);
            metrics.CountDeployments(explained);
            var duration = time.GetElapsedTime(start);
            if (explained > 0) Log.Explained(logger, explained, duration);
        }
        catch (Exception exception) when (IsOfTheData(exception) && !cancellationToken.IsCancellationRequested)
        {
            if (deployments.Count > 1)
            {
                foreach (var half in deployments.Chunk((deployments.Count + 1) / 2)) await ExplainAsync(half, isWaiting, cancellationToken);
                return;
            }

            Log.DeploymentFailed(logger, exception, deployments[0].Event);
            metrics.CountFailure();
            if (!isWaiting) await explainer.PutAsideAsync(deployments, cancellationToken);
        }
    }

    /// <summary>False for a database that does not answer, which says nothing of the application at hand.</summary>
    private static bool IsOfTheData(Exception exception) => exception is not (StorageException or DbException { IsTransient: true });

    private SourceResolver Resolver() => new(_repositories!, _memory.History);

    private static (long, string, string?) Identity(DeliveryRepository repository) =>
        (repository.Row, repository.Url, repository.DefaultBranch);

    private static bool SameHeads(DeliveryRepository one, DeliveryRepository other) =>
        one.Heads.Count == other.Heads.Count && one.Heads.All(head => other.Heads.GetValueOrDefault(head.Key) == head.Value);

    private sealed class Counts
    {
        public int Full { get; set; }

        public int Advanced { get; set; }

        public int Failed { get; set; }
    }
}
