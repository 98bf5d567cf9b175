namespace GrafanaGitOps.Service.Storage;

/// <summary>How long the ledger keeps what happened (<c>storage.retention</c>).</summary>
public sealed class RetentionOptions
{
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3_650);

    /// <summary>
    /// Sync attempts, activities, states of applications that have ended, and deleted applications (<c>storage.retention.syncEvents</c>), from 1d to 3650d.
    /// Default 365d.
    /// </summary>
    public TimeSpan SyncEvents { get; set; } = TimeSpan.FromDays(365);

    /// <summary>
    /// When the ledger forgets, besides at each start: a cron expression in UTC, or a name such as @weekly (<c>storage.retention.schedule</c>).
    /// Default @daily.
    /// </summary>
    public string Schedule { get; set; } = "@daily";

    internal void Validate(string key, ICollection<string> errors)
    {
        if (SyncEvents < Shortest || SyncEvents > Longest) errors.Add($"{key}.syncEvents must be from 1d to 3650d.");
        if (Scheduling.Schedule.FindProblem(Schedule) is { } problem) errors.Add($"{key}.schedule {problem}.");
    }
}
