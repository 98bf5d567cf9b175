using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>All applications with what is recorded for them, in memory.</summary>
internal sealed class TrackedApplications
{
    private readonly Dictionary<long, TrackedApplication> _byRow = [];

    public IEnumerable<TrackedApplication> All => _byRow.Values;

    /// <summary>The application in this row; null when it was never seen.</summary>
    public TrackedApplication? Find(long row) => _byRow.GetValueOrDefault(row);

    /// <summary>Takes in applications as they are now; those that are tracked now.</summary>
    public IReadOnlyList<TrackedApplication> Update(IReadOnlyList<DeliveryApplication> changed)
    {
        var updated = new List<TrackedApplication>(changed.Count);
        foreach (var application in changed)
        {
            if (_byRow.TryGetValue(application.Row, out var known)) known.Application = application;
            else _byRow[application.Row] = known = new TrackedApplication(application);
            updated.Add(known);
        }

        return updated;
    }

    /// <summary>Takes in what an earlier run of the program recorded.</summary>
    public async Task LoadRecordedAsync(Store store, CancellationToken cancellationToken)
    {
        foreach (var state in await store.Delivery.ReadStatesAsync(cancellationToken))
            if (_byRow.TryGetValue(state.Application, out var application)) application.State = state;
        foreach (var own in (await store.Delivery.ReadPathsAsync(cancellationToken)).GroupBy(path => path.Application))
        {
            if (!_byRow.TryGetValue(own.Key, out var application)) continue;
            application.Paths = own.GroupBy(path => path.Repository)
                .ToDictionary(paths => paths.Key, paths => PathSet.Of(paths.Select(path => path.Path)));
        }
    }
}
