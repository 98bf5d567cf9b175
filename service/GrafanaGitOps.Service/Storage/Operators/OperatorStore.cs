using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Operators;

/// <summary>How the components of operators and the watching of their objects do.</summary>
public sealed class OperatorStore(Database database)
{
    private static readonly ColumnList<WatchState> WatchKey = new()
    {
        { "cluster", watch => StoredText.Key(watch.Cluster, "the cluster") },
        { "resource", watch => StoredText.Key(watch.Resource, "the kind") },
        { "namespace", watch => StoredText.Clean(watch.Namespace ?? "", StorageLimits.Key) },
    };

    private static readonly ColumnList<WatchState> ShownOfWatch = new()
    {
        { "phase", watch => (long)watch.Phase },
        { "since", watch => watch.Since.ToUnixTimeMilliseconds() },
        { "version", watch => StoredText.Short(watch.Version) },
        { "objects", watch => watch.Objects },
        { "rejected", watch => watch.Rejected },
        { "last_error", watch => StoredText.Message(watch.LastError) },
        { "last_error_at", watch => StoredMoment.Milliseconds(watch.LastErrorAt) },
    };

    /// <summary>Moments that pass while nothing happens.</summary>
    private static readonly ColumnList<WatchState> Heartbeat = new()
    {
        { "synced_at", watch => StoredMoment.Milliseconds(watch.SyncedAt) },
        { "last_alive", watch => StoredMoment.Milliseconds(watch.LastAlive) },
    };

    private static readonly RowTable<WatchState> Watches = new("watches", WatchKey, [.. ShownOfWatch, .. Heartbeat]);

    private static readonly ColumnList<OperatorComponent> ComponentKey = new()
    {
        { "cluster", component => component.Cluster },
        { "kind", component => component.Kind },
        { "namespace", component => StoredText.Clean(component.Namespace, StorageLimits.Key) },
        { "name", component => StoredText.Key(component.Name, "the component") },
    };

    private static readonly ColumnList<OperatorComponent> ShownOfComponent = new()
    {
        { "operator", component => StoredText.Clean(component.Operator, StorageLimits.Key) },
        { "component", component => StoredText.Short(component.Component) },
        { "version", component => StoredText.Short(component.Version) },
        { "image", component => StoredText.Short(component.Image) },
        { "desired", component => component.Desired },
        { "ready", component => component.Ready },
        { "since", component => StoredMoment.Milliseconds(component.Since) },
        { "message", component => StoredText.Message(component.Message) },
    };

    private static readonly RowTable<OperatorComponent> Components = new(
        "operator_components", ComponentKey,
        [.. ShownOfComponent, .. new ColumnList<OperatorComponent> { { "observed_at", component => StoredMoment.Milliseconds(component.ObservedAt) } }]);

    /// <summary>Replaces what is recorded of the watches of these kinds, clusters and namespaces.</summary>
    public Task RecordWatchesAsync(IReadOnlyList<WatchState> watches, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var stored = await transaction.QueryAsync<WatchState>(Watches.Select(""));
            return (true, await Watches.ReplaceAsync(transaction, stored, watches, ShownOfWatch, isWhole: false));
        },
        cancellationToken);

    /// <summary>Every watch, by cluster, kind and namespace.</summary>
    public async Task<IReadOnlyList<WatchState>> ReadWatchesAsync(CancellationToken cancellationToken)
    {
        var watches = await database.QueryAsync<WatchState>(Watches.Select("ORDER BY cluster, resource, namespace"), null, cancellationToken);
        return [.. watches.Select(watch => watch.Namespace == "" ? watch with { Namespace = null } : watch)];
    }

    /// <summary>Replaces all components of one kind of workload in one cluster.</summary>
    public Task RecordComponentsAsync(
        string cluster, string kind, IReadOnlyList<OperatorComponent> components, DateTimeOffset observed,
        CancellationToken cancellationToken)
    {
        (cluster, kind) = (StoredText.Key(cluster, "the cluster"), StoredText.Key(kind, "the kind of workload"));
        var rows = components.Select(component => component with { Cluster = cluster, Kind = kind, ObservedAt = observed });
        return database.WriteAsync(
            async transaction =>
            {
                var stored = await transaction.QueryAsync<OperatorComponent>(
                    Components.Select("WHERE cluster = @cluster AND kind = @kind"), new { cluster, kind });
                return (true, await Components.ReplaceAsync(transaction, stored, rows, ShownOfComponent, isWhole: true));
            },
            cancellationToken);
    }

    /// <summary>Every component of every operator, by cluster, operator and name.</summary>
    public Task<IReadOnlyList<OperatorComponent>> ReadComponentsAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<OperatorComponent>(
            $"""
            SELECT {ComponentKey.Select("c")}, {ShownOfComponent.Select("c")} FROM operator_components c
            ORDER BY cluster, operator, name, namespace, kind
            """, null, cancellationToken);
}
