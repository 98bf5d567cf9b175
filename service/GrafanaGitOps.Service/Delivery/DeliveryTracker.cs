using System.Data.Common;
using GrafanaGitOps.Service.Delivery.Targets;
using GrafanaGitOps.Service.Events;
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
    private readonly DryCommits _dryCommits = new();
    private readonly HashSet<TrackedApplication> _changed = [];
    private readonly Dictionary<long, RepositoryTags> _tags = [];
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

    private async Task TakeInAsync(CancellationToken cancellationToken)
    {
        var input = await store.Delivery.ReadInputAsync(_seen, cancellationToken);
        _changed.UnionWith(_applications.Update(input.Changed));
        if (_seen < 0) await _applications.LoadRecordedAsync(store, cancellationToken);
        foreach (var (repository, tags) in input.Tags) _tags[repository] = tags;
        TakeIn([.. input.Repositories.Select(WithTags)]);
        _changed.UnionWith(_applications.All.Where(application => application.RetryAt <= time.GetUtcNow()));
        _seen = input.Version;
    }

    private DeliveryRepository WithTags(DeliveryRepository repository) =>
        _tags.TryGetValue(repository.Row, out var tags) ? repository with { Tags = tags } : repository;

    private void TakeIn(IReadOnlyList<DeliveryRepository> repositories)
    {
        var before = _repositories;
        _repositories = new RepositoryTable(repositories);
        if (before is null) return;
        var isOther = !repositories.Select(Identity).ToHashSet().SetEquals(before.All.Select(Identity));
        var moved = repositories.Where(repository => before.Find(repository.Row) is not { } known || !AreAlike(known, repository))
            .Select(repository => (long?)repository.Row).ToHashSet();
        if (isOther) _changed.UnionWith(_applications.All);
        else _changed.UnionWith(_applications.All.Where(application => application.Application.Repositories.Any(moved.Contains)));
        _mayWait |= isOther || moved.Count > 0;
    }

    private async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var (total, full, advanced, failed) = (_changed.Count, 0, 0, 0);
        await ForgetDeletedAsync(cancellationToken);
        foreach (var batch in _changed.OrderBy(application => application.Application.Row).Chunk(DeliveryLimits.Batch))
        {
            await HalveAsync(batch, TryEvaluateAsync, Fail, cancellationToken);
            _changed.ExceptWith(batch);
            metrics.SetBacklog(_changed.Count);
        }

        var duration = time.GetElapsedTime(start);
        metrics.RecordDuration(duration);
        if (full + advanced > 0) Log.Evaluated(logger, total, full, advanced, duration);

        async Task TryEvaluateAsync(TrackedApplication[] part)
        {
            var evaluations = await ResolveAsync(part, cancellationToken);
            if (evaluations.Count == 0) return;
            var rest = await new BranchAdvances(store, _memory, time).RunAsync(evaluations, cancellationToken);
            var evaluation = new FullEvaluation(store, _memory, _repositories!, time, logger);
            foreach (var few in rest.Chunk(DeliveryLimits.Applications)) await evaluation.RunAsync(few, cancellationToken);
            (full, advanced) = (full + rest.Count, advanced + evaluations.Count - rest.Count);
            metrics.CountEvaluated(rest.Count, evaluations.Count - rest.Count);
        }

        Task Fail(TrackedApplication application, Exception exception)
        {
            // A few are enough to see what is wrong; all are counted.
            if (application.Failures == 0 && failed++ < MostSaid) Log.ApplicationFailed(logger, exception, application.Application.Id.ToString());
            application.Fail(time.GetUtcNow());
            return Task.CompletedTask;
        }
    }

    /// <summary>What the answers of a batch are made of now, where it is something else than before.</summary>
    private async Task<List<Evaluation>> ResolveAsync(TrackedApplication[] batch, CancellationToken cancellationToken)
    {
        var resolver = Resolver();
        var used = batch.SelectMany(tracked => resolver.RepositoriesOf(tracked.Application, tracked.Application.Sources)).Distinct();
        await _memory.LoadAsync(used.Select(row => _repositories!.Find(row)!), cancellationToken);
        var sources = batch.Select(tracked => (tracked.Application, tracked.Application.Sources));
        await _dryCommits.ReadAsync(_memory, _repositories!, sources, cancellationToken);
        return [.. batch.Select(tracked => new Evaluation(tracked, resolver.Resolve(_dryCommits.With(tracked.Application)))).Where(IsOpen)];
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

    private Task ExplainAsync(IReadOnlyList<UnresolvedDeployment> deployments, bool isWaiting, CancellationToken cancellationToken)
    {
        var explainer = new DeploymentExplainer(store, _memory, _repositories!, _applications, Resolver(), _dryCommits, logger);
        return HalveAsync([.. deployments], TryExplainAsync, FailAsync, cancellationToken);

        async Task TryExplainAsync(UnresolvedDeployment[] part)
        {
            var start = time.GetTimestamp();
            var explained = await explainer.RunAsync(part, isWaiting, cancellationToken);
            metrics.CountDeployments(explained);
            var duration = time.GetElapsedTime(start);
            if (explained > 0) Log.Explained(logger, explained, duration);
        }

        Task FailAsync(UnresolvedDeployment deployment, Exception exception)
        {
            Log.DeploymentFailed(logger, exception, deployment.Event);
            return isWaiting ? Task.CompletedTask : explainer.PutAsideAsync([deployment], cancellationToken);
        }
    }

    /// <summary>One that cannot be done is found by halving, and said; all others are done.</summary>
    private async Task HalveAsync<T>(T[] batch, Func<T[], Task> run, Func<T, Exception, Task> fail, CancellationToken cancellationToken)
    {
        try
        {
            await run(batch);
        }
        catch (Exception exception) when (IsOfTheData(exception) && !cancellationToken.IsCancellationRequested)
        {
            if (batch.Length > 1)
            {
                foreach (var half in batch.Chunk((batch.Length + 1) / 2)) await HalveAsync(half, run, fail, cancellationToken);
                return;
            }

            metrics.CountFailure();
            await fail(batch[0], exception);
        }
    }

    /// <summary>False for a database that does not answer, which says nothing of the application at hand.</summary>
    private static bool IsOfTheData(Exception exception) => exception is not (StorageException or DbException { IsTransient: true });

    private SourceResolver Resolver() => new(_repositories!, _memory.History);

    private static (long, string, string?) Identity(DeliveryRepository repository) =>
        (repository.Row, repository.Url, repository.DefaultBranch);

    private static bool AreAlike(DeliveryRepository one, DeliveryRepository other) =>
        ReferenceEquals(one.Tags, other.Tags) && one.Heads.Count == other.Heads.Count && one.Heads.All(head => other.Heads.GetValueOrDefault(head.Key) == head.Value);
}
