using System.Data.Common;
using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>Replaces what is recorded of the watches of these kinds, clusters and namespaces.</summary>
    public async Task RecordWatchesAsync(IReadOnlyList<WatchState> watches, CancellationToken cancellationToken)
    {
        var rows = watches.Select(WatchRow.From).DistinctBy(WatchKey).ToList();
        await WriteAsync(
            async transaction =>
            {
                var stored = (await ReadWatchRowsAsync(transaction.Connection!, transaction, cancellationToken)).ToDictionary(WatchKey);
                var added = rows.FindAll(row => !stored.ContainsKey(WatchKey(row)));
                var changed = rows.FindAll(row => stored.TryGetValue(WatchKey(row), out var before) && before != row);
                if (added.Count > 0) await _dialect.RunAsync(transaction, WatchRow.Insert, added, cancellationToken);
                if (changed.Count > 0) await _dialect.RunAsync(transaction, WatchRow.Update, changed, cancellationToken);
                var isShown = added.Count > 0 || changed.Exists(row => row.WithoutMoments() != stored[WatchKey(row)].WithoutMoments());
                return (true, isShown ? WriteEffect.Answers : changed.Count > 0 ? WriteEffect.State : WriteEffect.None);
            },
            cancellationToken);
    }

    /// <summary>Every watch, by cluster, kind and namespace.</summary>
    public async Task<IReadOnlyList<WatchState>> ReadWatchesAsync(CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        return [.. (await ReadWatchRowsAsync(lease.Connection, null, cancellationToken)).Select(row => row.ToState())];
    }

    /// <summary>Replaces all components of one kind of workload in one cluster.</summary>
    public async Task RecordComponentsAsync(
        string cluster, string kind, IReadOnlyList<OperatorComponent> components, DateTimeOffset observed,
        CancellationToken cancellationToken)
    {
        var (clusterKey, kindKey) = (StoredText.Key(cluster, "the cluster"), StoredText.Key(kind, "the kind of workload"));
        var rows = components.Select(component => ComponentRow.From(clusterKey, kindKey, component, observed))
            .DistinctBy(ComponentKey).ToList();
        await WriteAsync(
            async transaction =>
            {
                var stored = (await ReadComponentRowsAsync(transaction.Connection!, transaction, cancellationToken))
                    .Where(row => row.Cluster == clusterKey && row.Kind == kindKey).ToDictionary(ComponentKey);
                var added = rows.FindAll(row => !stored.ContainsKey(ComponentKey(row)));
                var changed = rows.FindAll(row => stored.TryGetValue(ComponentKey(row), out var before) && before != row);
                var gone = stored.ExceptBy(rows.Select(ComponentKey), pair => pair.Key).Select(pair => pair.Value).ToList();
                if (gone.Count > 0) await _dialect.RunAsync(transaction, ComponentRow.Delete, gone, cancellationToken);
                if (added.Count > 0) await _dialect.RunAsync(transaction, ComponentRow.Insert, added, cancellationToken);
                if (changed.Count > 0) await _dialect.RunAsync(transaction, ComponentRow.Update, changed, cancellationToken);
                var isShown = added.Count + gone.Count > 0
                    || changed.Exists(row => row.WithoutMoment() != stored[ComponentKey(row)].WithoutMoment());
                return (true, isShown ? WriteEffect.Answers : changed.Count > 0 ? WriteEffect.State : WriteEffect.None);
            },
            cancellationToken);
    }

    /// <summary>Every component of every operator, by cluster, operator and name.</summary>
    public async Task<IReadOnlyList<OperatorComponent>> ReadComponentsAsync(CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        return [.. (await ReadComponentRowsAsync(lease.Connection, null, cancellationToken)).Select(row => row.ToComponent())];
    }

    private static (string, string, string) WatchKey(WatchRow row) => (row.Cluster, row.Resource, row.Namespace);

    private static (string, string) ComponentKey(ComponentRow row) => (row.Namespace, row.Name);

    private static Task<IEnumerable<WatchRow>> ReadWatchRowsAsync(
        DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        connection.QueryAsync<WatchRow>(Command(
            $"SELECT {WatchRow.All.Select("w")} FROM watches w ORDER BY cluster, resource, namespace",
            null, transaction, cancellationToken));

    private static Task<IEnumerable<ComponentRow>> ReadComponentRowsAsync(
        DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        connection.QueryAsync<ComponentRow>(Command(
            $"SELECT {ComponentRow.All.Select("c")} FROM operator_components c ORDER BY cluster, operator, name, namespace, kind",
            null, transaction, cancellationToken));
}
