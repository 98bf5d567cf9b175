using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>
    /// Records looks at applications, in their order, in one transaction: the state of each, the moments at which sync and health changed, and every
    /// sync attempt once. What is recorded already changes nothing; one application that cannot be recorded is left out and named in the result.
    /// </summary>
    public Task<RecordResult> RecordApplicationsAsync(IReadOnlyList<ApplicationChange> changes, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>The applications of one kind that are in a cluster as far as is recorded: what a watch compares its first list with.</summary>
    public Task<IReadOnlyList<KnownApplication>> ReadKnownApplicationsAsync(string cluster, string kind, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Replaces what is recorded of the watches of these kinds, clusters and namespaces.</summary>
    public Task RecordWatchesAsync(IReadOnlyList<WatchState> watches, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Every watch, by cluster, kind and namespace.</summary>
    public Task<IReadOnlyList<WatchState>> ReadWatchesAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Replaces all components of one kind of workload in one cluster.</summary>
    public Task RecordComponentsAsync(
        string cluster, string kind, IReadOnlyList<OperatorComponent> components, DateTimeOffset observed, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Every component of every operator, by cluster, operator and name.</summary>
    public Task<IReadOnlyList<OperatorComponent>> ReadComponentsAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
