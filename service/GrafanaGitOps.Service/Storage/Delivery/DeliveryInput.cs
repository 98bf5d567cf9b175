using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Delivery;

/// <summary>What Delivery answers from, all of one moment.</summary>
/// <param name="Version">The ledger's version.</param>
/// <param name="Changed">Applications that changed since the version that was asked from, also deleted ones.</param>
/// <param name="Repositories">Every repository with its branches.</param>
/// <param name="Tags">Tags of the repositories in which they changed since that version, by row.</param>
public sealed record DeliveryInput(
    long Version, IReadOnlyList<DeliveryApplication> Changed, IReadOnlyList<DeliveryRepository> Repositories,
    IReadOnlyDictionary<long, RepositoryTags> Tags);
