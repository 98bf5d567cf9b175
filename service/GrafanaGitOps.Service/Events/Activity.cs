namespace GrafanaGitOps.Service.Events;

/// <summary>One thing that happened, as one source tells it. Whoever tells the same again, by source, kind, key and moment, tells nothing new.</summary>
public sealed record Activity
{
    /// <summary>When it happened by the clock of whoever tells it; where that says nothing, when it reached us.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it is.</summary>
    public required ActivityKind Kind { get; init; }

    /// <summary>Who tells it: a receiver of the inbox, or a source.</summary>
    public required string Source { get; init; }

    /// <summary>Tells it from whatever else the source told of that kind and moment.</summary>
    public required string Key { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>Who did it, as the source names them; null when it does not say.</summary>
    public string? Actor { get; init; }

    /// <summary>Whether it failed, by the source's word; null when the source does not say how it ended.</summary>
    public bool? HasFailed { get; init; }

    /// <summary>The object of a cluster that it happened to.</summary>
    public ActivityObject? Object { get; init; }

    /// <summary>The repository that it happened in, by an address of it.</summary>
    public string? Repository { get; init; }

    /// <summary>The commit that it is about, by its id; for objects the revision in the operator's notation.</summary>
    public string? Revision { get; init; }

    /// <summary>What shows that it is so, by name: the source's own words.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();
}

/// <summary>What happened. Names are stored: they never change.</summary>
public enum ActivityKind
{
    /// <summary>A branch of a repository was created, moved or deleted.</summary>
    Push,

    /// <summary>An operator told of one of its objects.</summary>
    OperatorEvent,
}

/// <summary>An object of a cluster.</summary>
/// <param name="Cluster">The cluster's configured name.</param>
/// <param name="Kind">Kubernetes kind.</param>
/// <param name="Namespace">Namespace of the object.</param>
/// <param name="Name">Name of the object.</param>
public sealed record ActivityObject(string Cluster, string Kind, string Namespace, string Name);
