using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Operators;

/// <summary>How the components of operators and the watching of their objects do.</summary>
public sealed class OperatorStore(Database database)
{
    /// <summary>Replaces what is recorded of the watches of these kinds, clusters and namespaces.</summary>
    public async Task RecordWatchesAsync(IReadOnlyList<WatchState> watches, CancellationToken cancellationToken)
    {
        var rows = watches.Select(WatchRow.From).DistinctBy(WatchKey).ToList();
        await database.WriteAsync(
            async transaction =>
            {
                var stored = (await ReadWatchRowsAsync(transaction)).ToDictionary(WatchKey);
                var added = rows.FindAll(row => !stored.ContainsKey(WatchKey(row)));
                var changed = rows.FindAll(row => stored.TryGetValue(WatchKey(row), out var before) && before != row);
                await transaction.RunAsync(WatchRow.Insert, added);
                await transaction.RunAsync(WatchRow.Update, changed);
                var isShown = added.Count > 0 || changed.Exists(row => row.WithoutMoments() != stored[WatchKey(row)].WithoutMoments());
                return (true, isShown ? WriteEffect.Answers : changed.Count > 0 ? WriteEffect.State : WriteEffect.None);
            },
            cancellationToken);
    }

    /// <summary>Every watch, by cluster, kind and namespace.</summary>
    public Task<IReadOnlyList<WatchState>> ReadWatchesAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<WatchState>>(
            async transaction => (await ReadWatchRowsAsync(transaction)).ConvertAll(row => row.ToState()), cancellationToken);

    /// <summary>Replaces all components of one kind of workload in one cluster.</summary>
    public async Task RecordComponentsAsync(
        string cluster, string kind, IReadOnlyList<OperatorComponent> components, DateTimeOffset observed,
        CancellationToken cancellationToken)
    {
        var (clusterKey, kindKey) = (StoredText.Key(cluster, "the cluster"), StoredText.Key(kind, "the kind of workload"));
        var rows = components.Select(component => ComponentRow.From(clusterKey, kindKey, component, observed))
            .DistinctBy(ComponentKey).ToList();
        await database.WriteAsync(
            async transaction =>
            {
                var stored = (await ReadComponentRowsAsync(transaction))
                    .Where(row => row.Cluster == clusterKey && row.Kind == kindKey).ToDictionary(ComponentKey);
                var added = rows.FindAll(row => !stored.ContainsKey(ComponentKey(row)));
                var changed = rows.FindAll(row => stored.TryGetValue(ComponentKey(row), out var before) && before != row);
                var gone = stored.ExceptBy(rows.Select(ComponentKey), pair => pair.Key).Select(pair => pair.Value).ToList();
                await transaction.RunAsync(ComponentRow.Delete, gone);
                await transaction.RunAsync(ComponentRow.Insert, added);
                await transaction.RunAsync(ComponentRow.Update, changed);
                var isShown = added.Count + gone.Count > 0
                    || changed.Exists(row => row.WithoutMoment() != stored[ComponentKey(row)].WithoutMoment());
                return (true, isShown ? WriteEffect.Answers : changed.Count > 0 ? WriteEffect.State : WriteEffect.None);
            },
            cancellationToken);
    }

    /// <summary>Every component of every operator, by cluster, operator and name.</summary>
    public Task<IReadOnlyList<OperatorComponent>> ReadComponentsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<OperatorComponent>>(
            async transaction => (await ReadComponentRowsAsync(transaction)).ConvertAll(row => row.ToComponent()), cancellationToken);

    private static (string, string, string) WatchKey(WatchRow row) => (row.Cluster, row.Resource, row.Namespace);

    private static (string, string) ComponentKey(ComponentRow row) => (row.Namespace, row.Name);

    private static Task<List<WatchRow>> ReadWatchRowsAsync(DatabaseTransaction transaction) => transaction.QueryAsync<WatchRow>(
        $"SELECT {WatchRow.All.Select("w")} FROM watches w ORDER BY cluster, resource, namespace");

    private static Task<List<ComponentRow>> ReadComponentRowsAsync(DatabaseTransaction transaction) => transaction.QueryAsync<ComponentRow>(
        $"SELECT {ComponentRow.All.Select("c")} FROM operator_components c ORDER BY cluster, operator, name, namespace, kind");
}
