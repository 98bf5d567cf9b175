namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>How Argo CD is set up (<c>argocd</c>).</summary>
public sealed class ArgoCdOptions
{
    /// <summary>
    /// How often Argo CD compares by itself: its own <c>timeout.reconciliation</c>. An application that it has not compared for three times as long
    /// counts as stale. Default 120 seconds, at most 7 days; 0s when it never compares by itself.
    /// </summary>
    public TimeSpan ReconciliationTimeout { get; set; } = ArgoCdMapper.DefaultInterval;

    /// <summary>Adds every mistake to <paramref name="errors"/>, each with its key under <paramref name="key"/>.</summary>
    public void Validate(string key, ICollection<string> errors)
    {
        if (ReconciliationTimeout < TimeSpan.Zero || ReconciliationTimeout > TimeSpan.FromDays(7))
            errors.Add($"{key}.reconciliationTimeout must be from 0s (never) to 7d.");
    }
}
