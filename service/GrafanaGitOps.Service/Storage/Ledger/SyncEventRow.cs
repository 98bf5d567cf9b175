using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>A row of <c>sync_events</c> but for the results, which are bulk, and for what Delivery writes.</summary>
internal sealed record SyncEventRow
{
    public long Id { get; init; }
    public long ApplicationId { get; init; }
    public byte[] Key { get; init; } = [];
    public long StartedAt { get; init; }
    public long? StartedNotBefore { get; init; }
    public long? FinishedAt { get; init; }
    public long? FinishedNotBefore { get; init; }
    public long ObservedAt { get; init; }
    public long Phase { get; init; }
    public long Kind { get; init; }
    public long Complete { get; init; }
    public long Terminated { get; init; }
    public long Repeatable { get; init; }
    public long SeenIn { get; init; }
    public long Deployment { get; init; }
    public long? HistoryId { get; init; }
    public long Retries { get; init; }
    public long? Automated { get; init; }
    public string? Initiator { get; init; }
    public string? Revision { get; init; }
    public string? PreviousRevision { get; init; }
    public long ResourcesTotal { get; init; }
    public long ResourcesChanged { get; init; }
    public long ResourcesFailed { get; init; }
    public long ResourcesPruned { get; init; }
    public long ResourcesPruneSkipped { get; init; }
    public string? Message { get; init; }
    public string? Sources { get; init; }
    public long? ResultsHash { get; init; }

    /// <summary>When it finished, or began while that is not known.</summary>
    public long Ended => FinishedAt ?? StartedAt;

    /// <summary><see cref="Ended"/> in SQL, of <c>sync_events e</c>.</summary>
    public const string EndedSql = "coalesce(e.finished_at, e.started_at)";

    /// <summary>To be written where <see cref="ResultsHash"/> is another one than is stored; never read.</summary>
    public HashedJson? Results { get; init; }

    /// <summary>An attempt as a row; whether it is a deployment only its neighbours tell.</summary>
    public static SyncEventRow From(SyncAttempt attempt) => new()
    {
        StartedAt = attempt.Started.NotAfter.ToUnixTimeMilliseconds(),
        StartedNotBefore = StoredMoment.Milliseconds(attempt.Started.NotBefore),
        FinishedAt = StoredMoment.Milliseconds(attempt.Finished?.NotAfter),
        FinishedNotBefore = StoredMoment.Milliseconds(attempt.Finished?.NotBefore),
        Phase = (long)attempt.Phase,
        Kind = (long)attempt.Kind,
        Complete = attempt.Complete ? 1 : 0,
        Terminated = attempt.Terminated ? 1 : 0,
        Repeatable = attempt.IsRepeatable ? 1 : 0,
        SeenIn = (long)attempt.SeenIn,
        HistoryId = attempt.HistoryId,
        Retries = attempt.Retries,
        Automated = attempt.Initiator.Automated is { } automated ? automated ? 1 : 0 : null,
        Initiator = StoredText.Short(attempt.Initiator.User),
        Revision = StoredText.Short(Deployments.FirstRevision(attempt)),
        ResourcesTotal = attempt.Resources.Total,
        ResourcesChanged = attempt.Resources.Changed,
        ResourcesFailed = attempt.Resources.Failed,
        ResourcesPruned = attempt.Resources.Pruned,
        ResourcesPruneSkipped = attempt.Resources.PruneSkipped,
        Message = StoredText.Message(attempt.Message),
        Sources = StoredSync.WriteSources(attempt.Sources),
    };

    /// <summary>The attempt as far as the row tells: its results are counted and not listed, and its key is empty.</summary>
    public SyncAttempt ToAttempt(ApplicationId application) => new()
    {
        Application = application,
        Key = "",
        Started = StoredMoment.Read(StartedNotBefore, StartedAt),
        Finished = FinishedAt is { } finished ? StoredMoment.Read(FinishedNotBefore, finished) : null,
        Phase = (SyncPhase)Phase,
        Kind = (SyncKind)Kind,
        Complete = Complete != 0,
        Terminated = Terminated != 0,
        Initiator = new Initiator(Initiator, Automated is { } automated ? automated != 0 : null),
        Retries = Retries,
        Sources = StoredSync.ReadSources(Sources),
        Resources = new ResourceResults
        {
            Total = (int)ResourcesTotal,
            Changed = (int)ResourcesChanged,
            Failed = (int)ResourcesFailed,
            Pruned = (int)ResourcesPruned,
            PruneSkipped = (int)ResourcesPruneSkipped,
        },
        Message = Message,
        SeenIn = (SeenIn)SeenIn,
        HistoryId = HistoryId,
        IsRepeatable = Repeatable != 0,
    };
}
