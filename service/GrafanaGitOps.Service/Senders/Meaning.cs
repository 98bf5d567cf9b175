namespace GrafanaGitOps.Service.Senders;

/// <summary>What a delivery says: what happened, by the sender's word. What is done about it is decided elsewhere.</summary>
public abstract record Meaning;

/// <summary>Nothing that we use.</summary>
/// <param name="Why">A sentence for people.</param>
public sealed record NotUsed(string Why) : Meaning;

/// <summary>A branch was created, moved or deleted.</summary>
/// <param name="Urls">Every address of the repository that the sender names.</param>
/// <param name="Branch">Its name, without <c>refs/heads/</c>.</param>
public sealed record BranchPush(IReadOnlyList<string> Urls, string Branch) : Meaning
{
    /// <summary>Where it stood; null when it is new.</summary>
    public string? Before { get; init; }

    /// <summary>Where it stands; null when it is gone.</summary>
    public string? After { get; init; }

    /// <summary>Who pushed, as the host names them.</summary>
    public string? Pusher { get; init; }

    /// <summary>The branch of the repository's HEAD.</summary>
    public string? DefaultBranch { get; init; }

    /// <summary>Who did what, for people.</summary>
    public string Describe() => $"{Pusher ?? "somebody"} {(After is { } after ? $"pushed {after[..7]} to" : "deleted")} {Branch}";
}

/// <summary>An operator tells of one of its objects.</summary>
/// <param name="Cluster">The cluster's configured name.</param>
/// <param name="Kind">Kubernetes kind.</param>
/// <param name="Namespace">Namespace of the object.</param>
/// <param name="Name">Name of the object.</param>
public sealed record OperatorEvent(string Cluster, string Kind, string Namespace, string Name) : Meaning
{
    /// <summary>When it happened, by the operator's clock.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Why the operator tells it, in one word.</summary>
    public string? Reason { get; init; }

    /// <summary>True for what the operator calls an error.</summary>
    public bool IsError { get; init; }

    /// <summary>What the operator says.</summary>
    public string? Message { get; init; }

    /// <summary>What it is about, in the operator's notation.</summary>
    public string? Revision { get; init; }
}
