using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Delivery.Ranges;
using GrafanaGitOps.Service.Delivery.Targets;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>Finds the commits that deployments brought, and those that they took back.</summary>
internal sealed class DeploymentExplainer(
    Store store, RepositoryMemory memory, RepositoryTable repositories, TrackedApplications applications, SourceResolver resolver,
    DryCommits dryCommits, ILogger logger)
{
    /// <summary>Looks at deployments and records what was found; returns how many.</summary>
    /// <param name="deployments">Which.</param>
    /// <param name="isWaiting">They waited for commits: those that still do are left as they are.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> RunAsync(IReadOnlyList<UnresolvedDeployment> deployments, bool isWaiting, CancellationToken cancellationToken)
    {
        if (!isWaiting) await PutAsideAsync([.. deployments.Where(row => applications.Find(row.Application) is null)], cancellationToken);
        var known = (from row in deployments
                     let application = applications.Find(row.Application)
                     where application is not null
                     select (Row: row, Application: application, Sources: DeployedSources.Of(application.Application, row))).ToList();
        var used = known.SelectMany(item => resolver.RepositoriesOf(item.Application.Application, item.Sources)).Distinct();
        await memory.LoadAsync(used.Select(row => repositories.Find(row)!), cancellationToken);
        await dryCommits.ReadAsync(memory, repositories, known.Select(item => (item.Application.Application, item.Sources)), cancellationToken);
        var drafts = (from item in known
                      let resolution = resolver.ResolveDeployed(dryCommits.With(item.Application.Application), item.Sources)
                      where !isWaiting || resolution.Status != CommitsKnown.RevisionNotIndexed
                      select new Draft(item.Row, item.Application, resolution)).ToList();

        var exact = drafts.Where(draft => draft.Resolution.Status == CommitsKnown.Exactly).ToList();
        var answers = new PathAnswers(memory, repositories, logger);
        await answers.ReadAsync(exact.SelectMany(draft => draft.Resolution.Spans), cancellationToken);
        foreach (var draft in exact)
            draft.IsWhole = draft.Resolution.Spans.All(span => span.Given is not null || answers.Of(span).Known == PathsKnown.FromGit);
        var questions = exact.SelectMany(draft => draft.Resolution.Spans.SelectMany(span => Questions(draft, span, PathsOf(draft, span, answers))));
        await TouchedCommits.FindAsync(store, memory, questions, cancellationToken);
        if (drafts.Count > 0) await store.Delivery.RecordDeploymentsAsync([.. drafts.Select(draft => draft.Answer())], cancellationToken);
        return drafts.Count;
    }

    /// <summary>Puts deployments aside whose commits cannot be found, for whatever reason, so that they hold up no others.</summary>
    public Task PutAsideAsync(IReadOnlyCollection<UnresolvedDeployment> deployments, CancellationToken cancellationToken) =>
        deployments.Count == 0 ? Task.CompletedTask : store.Delivery.RecordDeploymentsAsync(
            [.. deployments.Select(row => new ResolvedDeployment(row, CommitsKnown.RevisionNotIndexed, []))], cancellationToken);

    private static TouchQuestion[] Questions(Draft draft, SourceSpan span, PathSet paths) =>
    [
        new(span.Repository, span.From!, span.To, paths, answer => draft.Add(answer, isRemoved: false)),
        // Back to an older commit, or to another line of history.
        new(span.Repository, span.To, span.From!, paths, answer => draft.Add(answer, isRemoved: true)),
    ];

    // Where the paths of the time cannot be read any more, those of today stand in; the application says how these are known.
    private static PathSet PathsOf(Draft draft, SourceSpan span, PathAnswers answers)
    {
        var answer = answers.Of(span);
        var isLost = span.Given is null && answer.Known == PathsKnown.FromSpec;
        return isLost && draft.Application.Paths.GetValueOrDefault(span.Repository) is { } today ? today : answer.Paths;
    }

    private sealed class Draft(UnresolvedDeployment row, TrackedApplication application, Resolution resolution)
    {
        private readonly Dictionary<long, (DateTimeOffset Merged, bool Removed)> _commits = [];
        private bool _tooMany;

        public TrackedApplication Application => application;

        public Resolution Resolution => resolution;

        /// <summary>Whether all files that count are known.</summary>
        public bool IsWhole { get; set; }

        public void Add(TouchAnswer answer, bool isRemoved)
        {
            _tooMany |= answer.TooMany;
            // What one source brought, another one did not take away.
            foreach (var (row, merged) in answer.Commits)
                if (!isRemoved || !_commits.ContainsKey(row)) _commits[row] = (merged, isRemoved);
        }

        public ResolvedDeployment Answer()
        {
            if (_tooMany || _commits.Count > DeliveryLimits.Commits) return new ResolvedDeployment(row, CommitsKnown.TooMany, []);
            var commits = _commits.Select(pair => (pair.Key, pair.Value.Merged, pair.Value.Removed));
            var known = resolution.Status == CommitsKnown.Exactly && !IsWhole ? CommitsKnown.AtLeast : resolution.Status;
            return new ResolvedDeployment(row, known, [.. commits]);
        }
    }
}
