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
    Store store, RepositoryMemory memory, RepositoryTable repositories, ApplicationTable applications, SourceResolver resolver, ILogger logger)
{
    /// <summary>Looks at deployments and records what was found; returns how many.</summary>
    /// <param name="deployments">Which.</param>
    /// <param name="isWaiting">They waited for commits: those that still do are left as they are.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> RunAsync(IReadOnlyList<DeploymentRow> deployments, bool isWaiting, CancellationToken cancellationToken)
    {
        var known = deployments.Select(row => (Row: row, Application: applications.Find(row.Application)))
            .Where(pair => pair.Application is not null)
            .Select(pair => (pair.Row, Application: pair.Application!, Sources: PastSources.Of(pair.Application!.Application, pair.Row))).ToList();
        var used = known.SelectMany(item => resolver.RepositoriesOf(item.Application.Application, item.Sources)).Distinct();
        await memory.LoadAsync(used.Select(row => repositories.Find(row)!), cancellationToken);
        var drafts = known.Select(item => new Draft(item.Row, item.Application, resolver.ResolvePast(item.Application.Application, item.Sources)))
            .Where(draft => !isWaiting || draft.Resolution.Status != CommitsKnown.RevisionNotIndexed).ToList();

        var exact = drafts.Where(draft => draft.Resolution.Status == CommitsKnown.Exactly).ToList();
        var answers = new PathAnswers(memory, repositories, logger);
        await answers.ReadAsync(exact.SelectMany(draft => draft.Resolution.Spans), cancellationToken);
        await FindCommitsAsync(exact, answers, cancellationToken);
        if (drafts.Count > 0) await store.RecordDeploymentCommitsAsync([.. drafts.Select(draft => draft.Answer())], cancellationToken);
        return drafts.Count;
    }

    /// <summary>Puts deployments aside whose commits cannot be found, for whatever reason, so that they hold up no others.</summary>
    public Task PutAsideAsync(IReadOnlyList<DeploymentRow> deployments, CancellationToken cancellationToken) => store.RecordDeploymentCommitsAsync(
        [.. deployments.Select(row => new DeploymentCommits(row, CommitsKnown.RevisionNotIndexed, []))], cancellationToken);

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

            var found = await new TouchedCommits(store, repository.Key, history.Graph).FindAsync([.. questions.Select(item => item.Question)], cancellationToken);
            foreach (var (item, answer) in questions.Zip(found)) item.Draft.Add(history.Graph, item.Question.Range, answer, item.Removed);
        }
    }

    /// <summary>The paths at the time; where they cannot be read any more, those of today, of which the application's row says how they are known.</summary>
    private static PathSet PathsOf(Draft draft, SourceSpan span, PathAnswers answers)
    {
        var answer = answers.Of(span);
        var isLost = span.Given is null && answer.Known == PathsKnown.FromSpec;
        return isLost && draft.Application.Paths.GetValueOrDefault(span.Repository) is { } today ? today : answer.Paths;
    }

    private sealed class Draft(DeploymentRow row, TrackedApplication application, Resolution resolution)
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

        public DeploymentCommits Answer() => _tooMany || _commits.Count > DeliveryLimits.Commits
            ? new DeploymentCommits(row, CommitsKnown.TooMany, [])
            : new DeploymentCommits(row, resolution.Status, [.. _commits.Select(pair => (pair.Key, pair.Value.Merged, pair.Value.Removed))]);
    }
}
