using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>An application with the answer that is recorded for it.</summary>
internal sealed class TrackedApplication(DeliveryApplication application)
{
    /// <summary>As it was read last.</summary>
    public DeliveryApplication Application { get; set; } = application;

    /// <summary>What is recorded; null for nothing.</summary>
    public DeliveryState? State { get; set; }

    /// <summary>Its paths by repository.</summary>
    public Dictionary<long, PathSet> Paths { get; set; } = [];

    /// <summary>The files that say which paths they are; null when nobody remembers, and then any change may change the paths.</summary>
    public IReadOnlySet<string>? PathFiles { get; set; }

    /// <summary>Tries in a row that failed.</summary>
    public int Failures { get; private set; }

    /// <summary>When it is to be tried again; null when nothing failed.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>Its paths were not to be had from git, although they are there.</summary>
    public bool LacksPaths => State is { PathsKnown: PathsKnown.FromSpec } && Application.ManifestGeneratePaths is null;

    public void Fail(DateTimeOffset now)
    {
        var pause = DeliveryLimits.FirstRetry * Math.Pow(2, Math.Min(Failures++, 20));
        RetryAt = now + (pause < DeliveryLimits.LongestRetry ? pause : DeliveryLimits.LongestRetry);
    }

    public void Succeed() => (Failures, RetryAt) = (0, null);
}
