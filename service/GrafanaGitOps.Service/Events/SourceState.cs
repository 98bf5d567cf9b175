namespace GrafanaGitOps.Service.Events;

/// <summary>A Flux source: what the operator fetched last, and whether it can.</summary>
public sealed record SourceState
{
    /// <summary>The cluster that holds the object.</summary>
    public required string Cluster { get; init; }

    /// <summary>Which object.</summary>
    public required SourceReference Id { get; init; }

    /// <summary>Kubernetes uid.</summary>
    public required string Uid { get; init; }

    /// <summary>Kubernetes resource version; opaque.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>Where from, without credentials; null for a HelmChart and an ExternalArtifact, which have a <see cref="Parent"/>.</summary>
    public string? Url { get; init; }

    /// <summary>What it follows, as written: branch, tag, commit, version range.</summary>
    public string? Target { get; init; }

    /// <summary>Chart name or path of a HelmChart.</summary>
    public string? Chart { get; init; }

    /// <summary>The source or generator that this one is made from.</summary>
    public SourceReference? Parent { get; init; }

    /// <summary>Other sources whose files are put into this one, and where.</summary>
    public IReadOnlyList<string> Includes { get; init; } = [];

    /// <summary>What was fetched last; null until something was.</summary>
    public RevisionRef? Revision { get; init; }

    /// <summary>The commit that the artifact was made from, when it says so.</summary>
    public RevisionRef? Origin { get; init; }

    /// <summary>URL of the repository of <see cref="Origin"/>, without credentials.</summary>
    public string? OriginUrl { get; init; }

    /// <summary>When <see cref="Revision"/> was fetched.</summary>
    public DateTimeOffset? Fetched { get; init; }

    /// <summary>Whether the last fetch succeeded; null while that is not known.</summary>
    public bool? Ready { get; init; }

    /// <summary>Reason of the Ready condition.</summary>
    public string? Reason { get; init; }

    /// <summary>Message of the Ready condition.</summary>
    public string? Message { get; init; }

    /// <summary>When readiness became what it is.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Somebody told the operator not to fetch.</summary>
    public bool Suspended { get; init; }

    /// <summary>How often the operator fetches.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Conditions as the object holds them.</summary>
    public IReadOnlyList<ApplicationCondition> Conditions { get; init; } = [];
}

/// <summary>A Flux ImageUpdateAutomation: the commits that it writes are a machine's.</summary>
public sealed record ImageAutomationState
{
    /// <summary>The cluster that holds the object.</summary>
    public required string Cluster { get; init; }

    /// <summary>Namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Kubernetes uid.</summary>
    public required string Uid { get; init; }

    /// <summary>Kubernetes resource version; opaque.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>The repository that it writes to.</summary>
    public SourceReference? Source { get; init; }

    /// <summary>The branch that it pushes to; null for the one it reads.</summary>
    public string? PushBranch { get; init; }

    /// <summary>Object id of the last commit that it pushed.</summary>
    public string? LastPushCommit { get; init; }

    /// <summary>When it pushed that.</summary>
    public DateTimeOffset? LastPush { get; init; }

    /// <summary>When it ran last.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>What it had read when it ran last.</summary>
    public RevisionRef? ObservedSource { get; init; }

    /// <summary>Somebody told it to stop.</summary>
    public bool Suspended { get; init; }

    /// <summary>How often it runs.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Whether the last run succeeded; null while that is not known.</summary>
    public bool? Ready { get; init; }

    /// <summary>Message of the Ready condition.</summary>
    public string? Message { get; init; }
}
