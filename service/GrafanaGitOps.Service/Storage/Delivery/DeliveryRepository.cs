using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Delivery;

/// <summary>A repository with the branches as last recorded.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Name">The configured name.</param>
/// <param name="Url">URL without credentials.</param>
/// <param name="DefaultBranch">The branch that the remote's HEAD names.</param>
/// <param name="Heads">Object id of each branch.</param>
public sealed record DeliveryRepository(
    long Row, string Name, string Url, string? DefaultBranch, IReadOnlyDictionary<string, string> Heads)
{
    /// <summary>The tags that its remote has.</summary>
    public RepositoryTags Tags { get; init; } = RepositoryTags.None;
}
