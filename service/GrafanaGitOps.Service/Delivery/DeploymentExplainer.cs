using GrafanaGitOps.Service.Delivery.Graph;
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
        await FindCommitsAsync(exact, answers, cancellationToken);
        if (drafts.Count > 0) await store.Delivery.RecordDeploymentsAsync([.. drafts.Select(draft => draft.Answer())], cancellationToken);
        return drafts.Count;
    }

    /// <summary>Puts deployments aside whose commits cannot be found, for whatever reason, so that they hold up no others.</summary>
    public Task PutAsideAsync(IReadOnlyCollection<UnresolvedDeployment> deployments, CancellationToken cancellationToken) =>
        deployments.Count == 0 ? Task.CompletedTask : store.Delivery.RecordDeploymentsAsync(
            [.. deployments.Select(row => new ResolvedDeployment(row, CommitsKnown.RevisionNotIndexed, []))], cancellationToken);

    private async Task FindCommitsAsync(List<Draft> drafts, PathAnswers answers, CancellationToken cancellationToken)
    {
        var asked = from draft in drafts
                    from span in draft.Resolution.Spans
                    group (Draft: draft, Span: span) by span.Repository;
        foreach (var repository in asked)
        {
            var history = memory.History(repository.Key);
            var questions = new List<(Draft Draft, TouchQuestion Question, bool Removed)>();
            foreach (var (draft, span) in repository)
            {
                var (from, to, paths) = (history.Find(span.From!), history.Find(span.To), PathsOf(draft, span, answers));
                questions.Add((draft, new TouchQuestion(history.Between(from, to), paths), false));
                // Back to an older commit, or to another line of history.
                var back = history.Between(to, from);
                if (!back.IsEmpty) questions.Add((draft, new TouchQuestion(back, paths), true));
            }

            var found = await new TouchedCommits(store, repository.Key, history.Graph).FindAsync(
                [.. questions.Select(item => item.Question)], cancellationToken);
            foreach (var (item, answer) in questions.Zip(found)) item.Draft.Add(history.Graph, item.Question.Range, answer, item.Removed);
        }
    }

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

        public void Add(CommitGraph graph, CommitRange range, TouchAnswer answer, bool removed)
        {
            _tooMany |= answer.TooMany;
            // What one source brought, another one did not take away.
            foreach (var commit in answer.Commits.Where(commit => !removed || !_commits.ContainsKey(graph.Row(commit))))
                _commits[graph.Row(commit)] = (DateTimeOffset.FromUnixTimeMilliseconds(range.MergedAt(commit)), removed);
        }

        public ResolvedDeployment Answer()
        {
            if (_tooMany || _commits.Count > DeliveryLimits.Commits) return new ResolvedDeployment(row, CommitsKnown.TooMany, []);
            var commits = _commits.Select(pair => (pair.Key, pair.Value.Merged, pair.Value.Removed));
            return new ResolvedDeployment(row, resolution.Status, [.. commits]);
        }
    }
}
