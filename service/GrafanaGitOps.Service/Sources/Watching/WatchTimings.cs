using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>How patiently a resource is watched.</summary>
internal sealed record WatchTimings
{
    /// <summary>Time after which the server is asked to end a watch; each is drawn from here to twice that. 5 minutes, as kubectl does.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest silence of a watch, after which it is opened anew. 2 minutes: servers send bookmarks about every minute.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Gap between two watches up to which what the second brings still counts as seen when it happened. 2 seconds.</summary>
    public TimeSpan LiveGap { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Silence of an open watch after which what comes next counts as seen when it happened, because servers send what was missed
    /// as soon as a watch opens. 5 seconds.
    /// </summary>
    public TimeSpan CatchUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A watch that the server ends sooner than this counts as a failure, so that it is not opened over and over. 5 seconds.</summary>
    public TimeSpan ShortLife { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>First pause after a failure. Half a second.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest pause after failures. 30 seconds.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause before a kind that is not served is looked for again. 60 seconds.</summary>
    public TimeSpan DiscoveryInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Pause before a refused request is tried again; rights change seldom. 60 seconds.</summary>
    public TimeSpan ForbiddenPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a server that allowed something must refuse it before a right counts as missing: one that has just started knows no rights for about a
    /// minute. 2 minutes.
    /// </summary>
    public TimeSpan ForbiddenConfirmation { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long a kind must be missing before its known objects count as deleted: a server that has just started does not know its kinds yet. 15 seconds.
    /// </summary>
    public TimeSpan MissingConfirmation { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Objects in a page.</summary>
    public int PageSize { get; init; } = KubernetesLimits.PageSize;
}
