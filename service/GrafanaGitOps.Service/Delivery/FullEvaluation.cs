using GrafanaGitOps.Service.Delivery.Ranges;
using GrafanaGitOps.Service.Delivery.Targets;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>Makes answers anew: reads the paths where they may have changed, then finds the commits of all spans together.</summary>
internal sealed class FullEvaluation(Store store, RepositoryMemory memory, RepositoryTable repositories, TimeProvider time, ILogger logger)
{
    /// <summary>Makes and records the answers of a batch.</summary>
    public async Task RunAsync(IReadOnlyList<Evaluation> batch, CancellationToken cancellationToken)
    {
        var answers = new PathAnswers(memory, repositories, logger);
        var keeping = batch.Where(KeepsPaths).ToHashSet();
        await answers.ReadAsync(batch.Except(keeping).SelectMany(evaluation => evaluation.Resolution.Spans), cancellationToken);
        var drafts = batch.Select(evaluation => new DeliveryDraft(evaluation, keeping.Contains(evaluation) ? null : answers)).ToList();
        var questions =
            from draft in drafts
            where draft.Evaluation.Resolution.Status == CommitsKnown.Exactly
            from span in draft.Evaluation.Resolution.Spans
            select new TouchQuestion(span.Repository, span.From!, span.To, draft.PathsOf(span), draft.Add);
        await TouchedCommits.FindAsync(store, memory, questions, cancellationToken);

        var globs = new GlobExpansion(store);
        var records = new List<DeliveryRecord>(drafts.Count);
        foreach (var draft in drafts) records.Add(await draft.RecordAsync(time.GetUtcNow(), globs, cancellationToken));
        await store.Delivery.RecordAsync(records, cancellationToken);
        foreach (var draft in drafts) draft.Keep(time.GetUtcNow());
    }

    /// <summary>The paths are those that are recorded: they are asked for in the same way at the same commit.</summary>
    private static bool KeepsPaths(Evaluation evaluation) =>
        evaluation.Application is { State: { } state, LacksPaths: false } application
        && evaluation.Resolution.HasSamePaths(state.Fingerprint)
        && evaluation.Resolution.Spans.All(span => span.Given is not null || application.Paths.ContainsKey(span.Repository));
}
