using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Present;

namespace GrafanaGitOps.Service.Queries.Present;

/// <summary>An application at a moment: what follows from its status and the time.</summary>
internal sealed class PresentApplication
{
    private readonly int _rank;

    public PresentApplication(ApplicationStatus status, DateTimeOffset? lastLooked, DateTimeOffset now)
    {
        (Status, LastLooked) = (status, lastLooked);
        Source = status.Sources.FirstOrDefault(source => source.Repository is not null) ?? (status.Sources is [var first, ..] ? first : null);
        VerdictAge = Events.VerdictAge.Age(lastLooked, now);
        IsStale = status.Heartbeat && Events.VerdictAge.IsStale(lastLooked ?? status.Created, status.Interval, now);
        SyncDelay = Delay(status, now);
        _rank = Rank();
    }

    /// <summary>Degraded, failed, out of sync, over budget, stale, the rest; each by name.</summary>
    public static Comparison<PresentApplication> WorstFirst { get; } = (left, right) =>
        left._rank != right._rank ? left._rank - right._rank : Compare(left.Id, right.Id);

    public ApplicationStatus Status { get; }

    public ApplicationId Id => Status.Application;

    public DateTimeOffset? LastLooked { get; }

    /// <summary>The source whose commits are shown: the first of an indexed repository, else the first.</summary>
    public StatusSource? Source { get; }

    public TimeSpan? VerdictAge { get; }

    public bool IsStale { get; }

    /// <summary>The last sync did not do what it was for; one that runs may still.</summary>
    public bool IsFailed => Status.LastSync?.Phase is SyncPhase.Failed or SyncPhase.Error;

    /// <summary>Age of the oldest commit that waits; zero when none waits or while suspended, null when it is not known.</summary>
    public TimeSpan? SyncDelay { get; }

    public bool IsOverBudget => SyncDelay > Status.Budget;

    /// <summary>
    /// Whether a person should look: it does not work, did not get there, or nobody knows any more. Out of sync alone is on its way, as long as
    /// it is within its budget.
    /// </summary>
    public bool NeedsAttention =>
        Status.Health is HealthStatus.Degraded or HealthStatus.Missing || IsFailed || IsOverBudget || IsStale;

    private static int Compare(ApplicationId left, ApplicationId right)
    {
        var order = string.CompareOrdinal(left.Name, right.Name);
        if (order == 0) order = string.CompareOrdinal(left.Namespace, right.Namespace);
        if (order == 0) order = string.CompareOrdinal(left.Cluster, right.Cluster);
        return order == 0 ? string.CompareOrdinal(left.Kind, right.Kind) : order;
    }

    private static TimeSpan? Delay(ApplicationStatus status, DateTimeOffset now)
    {
        if (status.Suspended) return TimeSpan.Zero;
        if (status.Delivery is not { Known: CommitsKnown.Exactly } delivery) return null;
        return delivery.OldestPending is { } oldest && oldest < now ? now - oldest : TimeSpan.Zero;
    }

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
