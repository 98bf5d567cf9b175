using Dapper;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Activities;

/// <summary>
/// What happened to applications, commits and objects, as sources tell it. It is only added to, and the same is added once. No answer is made of
/// it yet, so adding makes no version.
/// </summary>
public sealed class ActivityStore(Database database)
{
    /// <summary>Rows that are removed in one transaction.</summary>
    private const int RemovedAtATime = 5_000;

    /// <summary>Adds those that are not there yet, all or none of them.</summary>
    public Task AppendAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await AppendAsync(transaction, activities);
            return (true, activities.Count > 0 ? WriteEffect.State : WriteEffect.None);
        },
        cancellationToken);

    /// <summary>Matching activities, the newest first.</summary>
    public Task<IReadOnlyList<Activity>> ReadAsync(ActivityFilter filter, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Activity>>(
            async transaction =>
            {
                var (conditions, parameters) = Conditions(filter);
                var rows = await transaction.QueryAsync<ActivityRow>(
                    $"""
                    SELECT {ActivityRow.Columns.Select("a")} FROM {ActivityRow.Table} a WHERE true{conditions}
                    ORDER BY a.at DESC, a.source, a.kind, a.key LIMIT @limit
                    """,
                    parameters);
                return rows.ConvertAll(row => row.ToActivity());
            },
            cancellationToken);

    /// <summary>Forgets what happened before the moment; returns how many rows were removed one by one, beside whole months.</summary>
    public async Task<long> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async transaction =>
            {
                var dropped = await transaction.Dialect.DropMonthsAsync(transaction, ActivityRow.Table, before);
                return (dropped, dropped > 0 ? WriteEffect.State : WriteEffect.None);
            },
            cancellationToken);
        var all = 0L;
        for (int removed; (removed = await RemoveAsync(before, cancellationToken)) > 0;) all += removed;
        return all;
    }

    /// <summary>Adds them in a transaction that writes what they follow from.</summary>
    internal static async Task AppendAsync(DatabaseTransaction transaction, IReadOnlyList<Activity> activities)
    {
        var rows = activities.Select(ActivityRow.From).ToList();
        await transaction.Dialect.PrepareMonthsAsync(transaction, ActivityRow.Table, activities.Select(activity => activity.At));
        await transaction.RunAsync(ActivityRow.Insert, rows);
    }

    private Task<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var removed = await transaction.ExecuteAsync(
                $"""
                DELETE FROM {ActivityRow.Table} WHERE (at, source, kind, key) IN (
                    SELECT at, source, kind, key FROM {ActivityRow.Table} WHERE at < @before ORDER BY at LIMIT {RemovedAtATime})
                """,
                new { before = before.ToUnixTimeMilliseconds() });
            return (removed, removed > 0 ? WriteEffect.State : WriteEffect.None);
        },
        cancellationToken);

    private static (string Conditions, DynamicParameters Parameters) Conditions(ActivityFilter filter)
    {
        var (conditions, parameters) = ("", new DynamicParameters());
        parameters.Add("limit", Math.Clamp(filter.Limit, 0, StorageLimits.Rows));
        if (filter.From is { } from) Add("a.at >= @from", "from", from.ToUnixTimeMilliseconds());
        if (filter.To is { } to) Add("a.at <= @to", "to", to.ToUnixTimeMilliseconds());
        if (filter.Revision is { } revision) Add("a.revision = @revision", "revision", revision);
        if (filter.Object is { } about)
        {
            Add("a.cluster = @cluster", "cluster", about.Cluster);
            Add("a.object_kind = @kind", "kind", about.Kind);
            Add("a.namespace = @namespace", "namespace", about.Namespace);
            Add("a.name = @name", "name", about.Name);
        }

        return (conditions, parameters);

        void Add(string condition, string name, object value)
        {
            conditions += $" AND {condition}";
            parameters.Add(name, value);
        }
    }
}
