using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Delivery.Ranges;
using GrafanaGitOps.Service.Delivery.Targets;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>The answer for one application while it is put together.</summary>
/// <param name="evaluation">Whose answer.</param>
/// <param name="answers">The paths that were read for it; null when those that are recorded stay.</param>
internal sealed class DeliveryDraft(Evaluation evaluation, PathAnswers? answers)
{
    private readonly TrackedApplication _application = evaluation.Application;
    private readonly Dictionary<long, DateTimeOffset> _pending = [];
    private readonly Dictionary<long, PathSet> _paths = PathsByRepository(evaluation, answers);
    private bool _tooMany;
    private DeliveryState? _state;

    public Evaluation Evaluation => evaluation;

    public PathSet PathsOf(SourceSpan span) => span.Given?.Paths ?? answers?.Of(span).Paths ?? _application.Paths[span.Repository];

    /// <summary>Adds the commits of one span.</summary>
    public void Add(TouchAnswer answer)
    {
        _tooMany |= answer.TooMany;
        // Two sources may follow two branches of one repository.
        foreach (var (row, merged) in answer.Commits)
            if (!_pending.TryGetValue(row, out var known) || merged < known) _pending[row] = merged;
    }

    /// <summary>What is to be recorded.</summary>
    public async Task<DeliveryRecord> RecordAsync(DateTimeOffset now, GlobExpansion globs, CancellationToken cancellationToken)
    {
        var (before, resolution) = (_application.State, evaluation.Resolution);
        _tooMany |= _pending.Count > DeliveryLimits.Commits;
        var isKnown = resolution.Status == CommitsKnown.Exactly && !_tooMany;
        if (!isKnown) _pending.Clear();
        var known = answers is null ? before?.PathsKnown ?? PathsKnown.No : Known();
        // Argo CD's annotation is the whole answer, whatever the files are.
        var isWhole = known is not (PathsKnown.InPart or PathsKnown.FromSpec) || (known == PathsKnown.FromSpec && IsGiven());
        _state = new DeliveryState
        {
            Application = _application.Application.Row,
            Evaluated = now,
            Fingerprint = resolution.Fingerprint,
            Status = _tooMany ? CommitsKnown.TooMany : isKnown && !isWhole ? CommitsKnown.AtLeast : resolution.Status,
            Notice = Cut(_tooMany ? $"More than {DeliveryLimits.Commits} commits of the application wait." : resolution.Notice),
            Head = resolution.Head,
            CommitsBehind = isKnown ? _pending.Count : null,
            OldestPending = _pending.Count > 0 ? _pending.Values.Min() : null,
            PathsKnown = known,
            PathsRevision = answers is null ? before?.PathsRevision : resolution.Head,
            PathsNotice = answers is null ? before?.PathsNotice : Cut(PathNotices()),
        };
        var paths = answers is null ? null : await RowsAsync(globs, cancellationToken);
        var repositories = resolution.Repositories.SequenceEqual(_application.Application.Repositories) ? null : resolution.Repositories;
        var pending = _pending.Select(pair => (pair.Key, pair.Value)).ToList();
        return new DeliveryRecord(_state, paths, pending, repositories, IsVisible(before, _state));
    }

    /// <summary>Once it is recorded, it is what the application is compared with.</summary>
    public void Keep(DateTimeOffset now)
    {
        (_application.State, _application.Paths) = (_state, _paths);
        _application.Application = _application.Application with { Repositories = evaluation.Resolution.Repositories };
        if (answers is not null)
            _application.PathFiles = evaluation.Resolution.Spans.SelectMany(span => answers.Of(span).Read).ToHashSet();
        if (_application.LacksPaths) _application.Fail(now);
        else _application.Succeed();
    }

    private static Dictionary<long, PathSet> PathsByRepository(Evaluation evaluation, PathAnswers? answers) =>
        evaluation.Resolution.Spans.GroupBy(span => span.Repository).ToDictionary(
            spans => spans.Key,
            spans => spans.Select(span => span.Given?.Paths ?? answers?.Of(span).Paths ?? evaluation.Application.Paths[span.Repository])
                .Aggregate(PathSet.Empty, (all, paths) => all.Union(paths)));

    private async Task<IReadOnlyList<(long Repository, string Path)>> RowsAsync(GlobExpansion globs, CancellationToken cancellationToken)
    {
        var rows = new List<(long, string)>();
        foreach (var (repository, paths) in _paths)
            rows.AddRange((await globs.ExpandAsync(repository, paths, cancellationToken)).Select(path => (repository, path)));
        return rows;
    }

    /// <summary>As the worst known of all sources.</summary>
    private PathsKnown Known()
    {
        var all = evaluation.Resolution.Spans.Select(span => answers!.Of(span).Known).ToHashSet();
        return all.Count == 0 ? PathsKnown.No
            : all.Contains(PathsKnown.FromSpec) ? PathsKnown.FromSpec
            : all.Contains(PathsKnown.InPart) ? PathsKnown.InPart
            : PathsKnown.FromGit;
    }

    private bool IsGiven() => answers is null
        ? _application.Application.ManifestGeneratePaths is not null
        : evaluation.Resolution.Spans.All(span => span.Given is not null || answers.Of(span).Known == PathsKnown.FromGit);

    private string? PathNotices()
    {
        var notices = evaluation.Resolution.Spans.Select(span => answers!.Of(span).Notice).OfType<string>().Distinct().ToList();
        return notices.Count == 0 ? null : string.Join(' ', notices);
    }

    private static bool IsVisible(DeliveryState? before, DeliveryState after) =>
        before is null || (before.Status, before.Notice, before.CommitsBehind, before.OldestPending, before.PathsNotice)
            != (after.Status, after.Notice, after.CommitsBehind, after.OldestPending, after.PathsNotice);

    private static string? Cut(string? notice) => notice?.Length > DeliveryLimits.Notice ? notice[..DeliveryLimits.Notice] + "…" : notice;
}
