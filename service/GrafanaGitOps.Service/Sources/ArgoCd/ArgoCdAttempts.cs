using System.Globalization;
using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>
/// The syncs that an Application remembers: the running or last one whole (<c>operationState</c>), and of those before only the complete, successful
/// ones (<c>history</c>, which has no messages, no resources and no end but the moment when it was written).
/// </summary>
internal static class ArgoCdAttempts
{
    /// <summary>Oldest first; a sync that is in both places once, as its status says.</summary>
    public static IReadOnlyList<SyncAttempt> Read(ApplicationDto application, ApplicationId id)
    {
        var history = Ordered(application.Status?.History);
        var uid = ForeignText.Line(application.Metadata!.Uid);
        var attempts = new List<SyncAttempt>(history.Count + 1);
        for (var index = 0; index < history.Count; index++)
        {
            var attempt = FromHistory(history, index, id, uid);
            // Two that began within the same second are both real; the status tells of the later one.
            attempts.Add(attempts.Exists(before => before.Key == attempt.Key) ? attempt with { Key = $"{attempt.Key}/{attempt.HistoryId}" } : attempt);
        }

        if (FromStatus(application, history, id, uid) is { } current)
        {
            var same = attempts.FindLastIndex(attempt => attempt.Started == current.Started);
            if (same < 0) attempts.Add(current);
            else if (MayBeInHistory(current)) attempts[same] = SyncAttempt.Merge(attempts[same], current with { Key = attempts[same].Key });
            else attempts.Add(current with { Key = $"{current.Key}/other" });
        }

        return [.. attempts.OrderBy(attempt => attempt.Started.NotAfter)];
    }

    /// <summary>History holds complete syncs that succeeded, and gets them a moment before the status says so.</summary>
    private static bool MayBeInHistory(SyncAttempt current) => current.Complete && current.Phase is not (SyncPhase.Failed or SyncPhase.Error);

    /// <summary>The newest entries, oldest first, whatever order the object has.</summary>
    private static List<HistoryDto> Ordered(List<HistoryDto?>? history) =>
    [
        .. (history ?? []).OfType<HistoryDto>().Where(entry => (entry.DeployedAt ?? entry.DeployStartedAt) is not null)
            .OrderBy(entry => entry.DeployedAt ?? entry.DeployStartedAt).TakeLast(ApplicationLimits.Attempts),
    ];

    private static SyncAttempt FromHistory(List<HistoryDto> history, int index, ApplicationId id, string uid)
    {
        var entry = history[index];
        var ended = ObjectParts.Utc(entry.DeployedAt ?? entry.DeployStartedAt)!.Value;
        // Argo CD before 1.5 wrote no start: it lies after the end of the sync before.
        var started = ObjectParts.Utc(entry.DeployStartedAt) is { } start
            ? Moment.Exactly(start)
            : Moment.Between(index > 0 ? ObjectParts.Utc(history[index - 1].DeployedAt) : null, ended);
        var revisions = ArgoCdSources.Revisions(entry.Revision, entry.Revisions);
        return new SyncAttempt
        {
            Application = id,
            Key = Key(uid, entry.DeployStartedAt is null ? "deployed-" : "", started.NotAfter),
            Started = started,
            Finished = Moment.Exactly(ended),
            Phase = SyncPhase.Succeeded,
            Kind = ArgoCdSyncKind.IsRollback(history.Take(index), revisions, entry.InitiatedBy) ? SyncKind.Rollback : SyncKind.Full,
            Complete = true,
            Initiator = Initiator(entry.InitiatedBy),
            Sources = ArgoCdSources.Synced(entry.Source, entry.Sources, entry.Revision, entry.Revisions),
            SeenIn = SeenIn.History,
            HistoryId = entry.Id,
        };
    }

    private static SyncAttempt? FromStatus(ApplicationDto application, List<HistoryDto> history, ApplicationId id, string uid)
    {
        if (application.Status?.OperationState is not { Operation.Sync: { } sync } state || ObjectParts.Utc(state.StartedAt) is not { } started) return null;
        var result = state.SyncResult;
        var before = history.Where(entry => (entry.DeployStartedAt ?? entry.DeployedAt) < state.StartedAt);
        var revisions = ArgoCdSources.Revisions(result?.Revision ?? sync.Revision, result?.Revisions ?? sync.Revisions);
        var phase = OperatorText.Phase(state.Phase);
        // Between two tries of one that runs Argo CD writes when the first of them ended.
        var finished = phase is SyncPhase.Running or SyncPhase.Terminating ? null : ObjectParts.Utc(state.FinishedAt);
        return new SyncAttempt
        {
            Application = id,
            Key = Key(uid, "", started),
            Started = Moment.Exactly(started),
            Finished = finished is { } end ? Moment.Exactly(end) : null,
            Phase = phase,
            Kind = ArgoCdSyncKind.Of(sync, state.Operation.InitiatedBy, before, revisions),
            Complete = sync.DryRun != true && sync.Resources is not { Count: > 0 },
            Terminated = state.Phase == "Terminating" || state.Message?.StartsWith("Operation terminated", StringComparison.Ordinal) == true,
            Initiator = Initiator(state.Operation.InitiatedBy),
            Retries = Math.Max(0, state.RetryCount ?? 0),
            Sources = Sources(application.Spec, sync, result),
            Resources = ArgoCdResources.Results(result?.Resources),
            Message = BoundedText.Message(state.Message),
            SeenIn = SeenIn.Status,
        };
    }

    /// <summary>What was synced; while no result is written, what was asked for.</summary>
    private static IReadOnlyList<SyncedSource> Sources(SpecDto? spec, SyncOperationDto sync, SyncResultDto? result)
    {
        var revision = result?.Revision is { Length: > 0 } done ? done : sync.Revision;
        var revisions = result?.Revisions is { Count: > 0 } all ? all : sync.Revisions;
        var (source, sources) = (result?.Source ?? sync.Source, result?.Sources ?? sync.Sources);
        // The result of an application with several sources holds an empty single one.
        if (sources is { Count: > 0 } || source is { RepoUrl.Length: > 0 }) return ArgoCdSources.Synced(source, sources, revision, revisions);
        return ArgoCdSources.Synced(null, [.. ArgoCdSources.Wanted(spec)], revision, revisions);
    }

    /// <summary>Old entries name nobody: then it is not known whether it was automatic.</summary>
    private static Initiator Initiator(InitiatorDto? by)
    {
        var user = BoundedText.Text(by?.Username);
        return new Initiator(user, by?.Automated ?? (user is null ? null : false));
    }

    private static string Key(string uid, string mark, DateTimeOffset second) =>
        string.Create(CultureInfo.InvariantCulture, $"{uid}/{mark}{second:yyyy-MM-ddTHH:mm:ssZ}");
}
