using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Activities;

/// <summary>Which activities are asked for; what is not set leaves none out.</summary>
public sealed record ActivityFilter
{
    /// <summary>The most rows.</summary>
    public required int Limit { get; init; }

    /// <summary>From this moment on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until this moment, it included.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What happened to this object.</summary>
    public ActivityObject? Object { get; init; }

    /// <summary>What is about this commit or revision.</summary>
    public string? Revision { get; init; }
}
