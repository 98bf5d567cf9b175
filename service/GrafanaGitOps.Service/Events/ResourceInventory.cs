namespace GrafanaGitOps.Service.Events;

/// <summary>The resources of an application, and how many there are of each state.</summary>
public sealed record ResourceInventory
{
    /// <summary>No resources.</summary>
    public static ResourceInventory Empty { get; } = new();

    /// <summary>At most <see cref="ApplicationLimits.Resources"/>, in the operator's order.</summary>
    public IReadOnlyList<ResourceState> Items { get; init; } = [];

    /// <summary>All resources, also those that <see cref="Items"/> leaves out.</summary>
    public int Total { get; init; }

    /// <summary>How many differ from the desired revision.</summary>
    public int OutOfSync { get; init; }

    /// <summary>How many are degraded.</summary>
    public int Degraded { get; init; }

    /// <summary>How many are missing.</summary>
    public int Missing { get; init; }

    /// <summary>How many are in the cluster and no longer desired.</summary>
    public int RequiresPruning { get; init; }
}

/// <summary>One resource of an application.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Namespace">Namespace; null for resources of the cluster.</param>
/// <param name="Name">Name.</param>
/// <param name="Sync">Sync status; null where the operator keeps none per resource (Flux, and hooks of Argo CD).</param>
/// <param name="Health">Health; null where the operator keeps none.</param>
/// <param name="RequiresPruning">It is in the cluster and no longer desired.</param>
public readonly record struct ResourceState(
    string Group, string Kind, string? Namespace, string Name, SyncStatus? Sync, HealthStatus? Health, bool RequiresPruning);
