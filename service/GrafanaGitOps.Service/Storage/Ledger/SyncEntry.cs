using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>A sync attempt of the ledger while a batch is recorded.</summary>
internal sealed class SyncEntry
{
    private readonly SyncAttempt? _storedAttempt;
    private readonly long _observedAt;

    /// <summary>One that is stored.</summary>
    public SyncEntry(SyncEventRow stored, ApplicationId application)
    {
        _storedAttempt = stored.ToAttempt(application);
        (Stored, Id, Key, Attempt, _observedAt) = (stored, stored.Id, SyncKey.Read(stored.Key), _storedAttempt, stored.ObservedAt);
        (IsDeployment, PreviousRevision) = (stored.Deployment != 0, stored.PreviousRevision);
    }

    /// <summary>One that is new.</summary>
    public SyncEntry(UInt128 key, SyncAttempt attempt, DateTimeOffset observed) =>
        (Key, Attempt, _observedAt) = (key, attempt, observed.ToUnixTimeMilliseconds());

    public UInt128 Key { get; }

    public SyncEventRow? Stored { get; }

    public long Id { get; set; }

    public SyncAttempt Attempt { get; private set; }

    /// <summary>Whether it moved the deployed revision, or is the first successful sync that is known.</summary>
    public bool IsDeployment { get; set; }

    /// <summary>What was deployed before; null for the first and for what is no deployment.</summary>
    public string? PreviousRevision { get; set; }

    /// <summary>By start, then by key, so that the order does not depend on who was recorded first.</summary>
    public (long StartedAt, UInt128 Key) Place => (Attempt.Started.NotAfter.ToUnixTimeMilliseconds(), Key);

    /// <summary>Whether its place among the successful syncs, or what it deployed, is another one than is stored.</summary>
    public bool MovesDeployments
    {
        get
        {
            var counts = Deployments.Counts(Attempt);
            if (Stored is null) return counts;
            return counts != Deployments.Counts(_storedAttempt!)
                || (counts && (Place.StartedAt != Stored.StartedAt || !Deployments.HaveSameTexts(_storedAttempt!, Attempt)));
        }
    }

    public void Merge(SyncAttempt seen) => Attempt = SyncAttempt.Merge(Attempt, seen);

    public bool IsSeenBefore(DateTimeOffset time) => _observedAt < time.ToUnixTimeMilliseconds();

    public void TryAgain(SyncAttempt later) => Attempt = Attempt.TriedAgain(later);

    public void EndUnseen(Moment ended) => Attempt = Attempt.EndedUnseen(ended);

    /// <summary>The row to write.</summary>
    public SyncEventRow ToRow(long applicationId)
    {
        var keepsResults = ReferenceEquals(Attempt.Resources, _storedAttempt?.Resources);
        var results = keepsResults ? null : StoredSync.WriteResults(Attempt.Resources.Items);
        return SyncEventRow.From(Attempt) with
        {
            Id = Id,
            ApplicationId = applicationId,
            Key = SyncKey.Write(Key),
            ObservedAt = _observedAt,
            Deployment = IsDeployment ? 1 : 0,
            PreviousRevision = PreviousRevision,
            ResultsHash = keepsResults ? Stored!.ResultsHash : results?.Hash,
            Results = results,
        };
    }

    /// <summary>Whether what Delivery found out about it may be wrong now.</summary>
    public bool NeedsDelivery(SyncEventRow row) =>
        Stored is not null && (row.Deployment != 0 || Stored.Deployment != 0)
        && (row.Deployment != Stored.Deployment || row.PreviousRevision != Stored.PreviousRevision
            || !Deployments.HaveSameTexts(_storedAttempt!, Attempt));
}
