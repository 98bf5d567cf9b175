using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>Argo CD (<c>argocd</c>).</summary>
public sealed class ArgoCdOptions : OperatorOptions
{
    /// <summary>
    /// How often Argo CD compares by itself: its own <c>timeout.reconciliation</c>. An application that it has not compared for three times as long
    /// counts as stale. Default 120 seconds, at most 7 days; 0s when it never compares by itself.
    /// </summary>
    public TimeSpan ReconciliationTimeout { get; set; } = ArgoCdMapper.DefaultInterval;

    internal override void Validate(string key, ICollection<string> errors)
    {
        if (ReconciliationTimeout < TimeSpan.Zero || ReconciliationTimeout > TimeSpan.FromDays(7))
            errors.Add($"{key}.reconciliationTimeout must be from 0s (never) to 7d.");
        base.Validate(key, errors);
    }
}
