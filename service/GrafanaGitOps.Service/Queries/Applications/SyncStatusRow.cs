using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>An application at a moment: what follows from its status and the time.</summary>
internal sealed class SyncStatusRow
{
    private readonly int _place;
    private readonly int _rank;

    public SyncStatusRow(SnapshotEntry look, DateTimeOffset now)
    {
        (Status, LastLooked, _place) = (look.Status, look.LastLooked, look.Place);
        VerdictAge = Events.VerdictAge.Age(LastLooked, now);
        IsStale = Status.Heartbeat && Events.VerdictAge.IsStale(LastLooked ?? Status.Created, Status.Interval, now);
        SyncDelay = Delay(Status, now);
        _rank = Rank();
    }

    public ApplicationStatus Status { get; }

    public ApplicationId Id => Status.Application;

    public DateTimeOffset? LastLooked { get; }

    /// <inheritdoc cref="ApplicationStatus.ShownSource"/>
    public SourceStatus? Source => Status.ShownSource;

    public TimeSpan? VerdictAge { get; }

    public bool IsStale { get; }

    /// <summary>The last sync did not do what it was for; one that runs may still.</summary>
    public bool IsFailed => Status.LastSync?.Phase is SyncPhase.Failed or SyncPhase.Error;

    /// <summary>Whether it is known which commits wait.</summary>
    public bool CommitsAreKnown => IsKnown(Status.Delivery);

    /// <summary>Age of the oldest commit that waits; zero when none waits or while suspended, null when it is not known.</summary>
    public TimeSpan? SyncDelay { get; }

    public bool IsOverBudget => SyncDelay > Status.Budget;

    /// <summary>
    /// Whether a person should look: it does not work, did not get there, or nobody knows any more. Out of sync alone is on its way, as long as
    /// it is within its budget.
    /// </summary>
    public bool NeedsAttention =>
        Status.Health is HealthStatus.Degraded or HealthStatus.Missing || IsFailed || IsOverBudget || IsStale;

    /// <summary>Degraded, failed, out of sync, over budget, stale, the rest; each by name.</summary>
    public static void SortWorstFirst(SyncStatusRow[] rows) =>
        // Numbers are compared without a call for each pair.
        Array.Sort(Array.ConvertAll(rows, row => (long)row._rank << 32 | (uint)row._place), rows);

    /// <summary>One text for all sources, in their order, each once; null where no source has one.</summary>
    public string? EachSource(Func<SourceStatus, string?> text)
    {
        if (Status.OnlySource is { } only) return text(only);
        var texts = Status.Sources.Select(text).OfType<string>().Distinct().ToList();
        return texts.Count == 0 ? null : string.Join(", ", texts);
    }

    private static TimeSpan? Delay(ApplicationStatus status, DateTimeOffset now)
    {
        if (status.Suspended) return TimeSpan.Zero;
        if (status.Delivery is not { } delivery || !IsKnown(delivery)) return null;
        return delivery.OldestPending is { } oldest && oldest < now ? now - oldest : TimeSpan.Zero;
    }

    /// <summary>Where there may be more, those that are known wait for certain; that none does is not known.</summary>
    private static bool IsKnown(DeliveryStatus? delivery) =>
        delivery is { Known: CommitsKnown.Exactly } or { Known: CommitsKnown.AtLeast, CommitsBehind: > 0 };

    private int Rank() => this switch
    {
        { Status.Health: HealthStatus.Degraded } => 0,
        { IsFailed: true } => 1,
        { Status.Sync: SyncStatus.OutOfSync } or { Status.Health: HealthStatus.Missing } => 2,
        { IsOverBudget: true } => 3,
        { IsStale: true } => 4,
        _ => 5,
    };
}
