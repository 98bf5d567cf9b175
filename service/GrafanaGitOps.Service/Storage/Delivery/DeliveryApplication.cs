using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Delivery;

/// <summary>What of an application says which commits it waits for.</summary>
public sealed record DeliveryApplication
{
    /// <summary>Its row.</summary>
    public required long Row { get; init; }

    /// <summary>Which application.</summary>
    public required ApplicationId Id { get; init; }

    /// <inheritdoc cref="ApplicationState.Project"/>
    public string? Project { get; init; }

    /// <inheritdoc cref="Destination.Namespace"/>
    public string? DestinationNamespace { get; init; }

    /// <summary>Whether it is gone from its cluster.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Its sources in their order.</summary>
    public IReadOnlyList<ApplicationSource> Sources { get; init; } = [];

    /// <summary>The repository that is recorded for each source; null for none.</summary>
    public IReadOnlyList<long?> Repositories { get; init; } = [];

    /// <summary>Argo CD's annotation <c>argocd.argoproj.io/manifest-generate-paths</c>.</summary>
    public string? ManifestGeneratePaths { get; init; }

    /// <summary>What Argo CD's source hydrator did.</summary>
    public HydratorState? Hydrator { get; init; }

    /// <summary>The commit that people wrote for each that the hydrator made, as far as it is known; null where it is not said.</summary>
    public IReadOnlyDictionary<string, string?> DryCommits { get; init; } = new Dictionary<string, string?>();
}
