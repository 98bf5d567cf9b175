namespace GrafanaGitOps.Service.Events;

/// <summary>What a sync did to the resources.</summary>
public sealed record ResourceResults
{
    /// <summary>Not known.</summary>
    public static ResourceResults None { get; } = new();

    /// <summary>At most <see cref="ApplicationLimits.Results"/>; those that failed come first when some had to be left out.</summary>
    public IReadOnlyList<ResourceResult> Items { get; init; } = [];

    /// <summary>All resources, also those that <see cref="Items"/> leaves out.</summary>
    public int Total { get; init; }

    /// <summary>How many were made or changed, by the message of each.</summary>
    public int Changed { get; init; }

    /// <summary>How many could not be synced, and hooks that failed.</summary>
    public int Failed { get; init; }

    /// <summary>How many were removed.</summary>
    public int Pruned { get; init; }

    /// <summary>How many should have been removed and were left.</summary>
    public int PruneSkipped { get; init; }
}

/// <summary>What a sync did to one resource.</summary>
public sealed record ResourceResult
{
    /// <summary>API group; empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>Kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Namespace; null for resources of the cluster.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary><c>Synced</c>, <c>SyncFailed</c>, <c>Pruned</c> or <c>PruneSkipped</c>, as the operator writes it; null for hooks.</summary>
    public string? Status { get; init; }

    /// <summary>What the operator says, such as <c>deployment.apps/web configured</c>.</summary>
    public string? Message { get; init; }

    /// <summary><c>PreSync</c>, <c>Sync</c>, <c>PostSync</c>, <c>SyncFail</c>, ... or <c>test</c> (Helm); null for what is no hook.</summary>
    public string? HookType { get; init; }

    /// <summary>How far the hook is, as the operator writes it.</summary>
    public string? HookPhase { get; init; }

    /// <summary>Container images that the resource was given.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];
}
