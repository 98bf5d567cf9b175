namespace GrafanaGitOps.Service.Events;

/// <summary>How far the watching of a kind has come.</summary>
public enum WatchPhase
{
    /// <summary>Asking the server which kinds it serves, or opening a watch.</summary>
    Connecting,

    /// <summary>Reading what is there.</summary>
    Listing,

    /// <summary>Changes arrive as they happen.</summary>
    Watching,

    /// <summary>The right to list or watch is missing; tried again every minute.</summary>
    Forbidden,

    /// <summary>The cluster does not serve the kind; looked for again now and then.</summary>
    Missing,

    /// <summary>The last attempt failed; tried again with growing pauses.</summary>
    Failing,
}

/// <summary>The state of watching one kind in one namespace or in all.</summary>
public sealed record WatchState
{
    public required string Cluster { get; init; }

    /// <summary>The kind, such as <c>applications.argoproj.io</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>Null for all namespaces.</summary>
    public string? Namespace { get; init; }

    public WatchPhase Phase { get; init; }

    /// <summary>Since when the phase stands.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The version that the cluster serves and that is read; null until found.</summary>
    public string? Version { get; init; }

    /// <summary>When a whole list was last compared; null before the first.</summary>
    public DateTimeOffset? SyncedAt { get; init; }

    /// <summary>When the server was last heard; null before the first list.</summary>
    public DateTimeOffset? LastAlive { get; init; }

    /// <summary>Objects known.</summary>
    public int Objects { get; init; }

    /// <summary>Objects that were too large or could not be read since watching began; they are passed over.</summary>
    public long Rejected { get; init; }

    /// <summary>What went wrong last; stays for reference while the phase is good again.</summary>
    public string? LastError { get; init; }

    /// <summary>When <see cref="LastError"/> happened.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }
}
