using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Activities;

/// <summary>
/// What happened to applications, commits and objects, as sources tell it. It is only added to, and the same is added once. No answer is made of
/// it yet, so adding makes no version.
/// </summary>
public sealed class ActivityStore(Database database)
{
    private const string Table = "activities";

    /// <summary>Characters of a text.</summary>
    private const int LongestText = 1_000;

    /// <summary>Characters of each word of evidence.</summary>
    private const int LongestEvidence = 4_000;

    /// <summary>Rows that are removed in one transaction.</summary>
    private const int RemovedAtATime = 5_000;

    private static readonly RowStatement<Activity> Insert = new(
        RowAction.InsertIfAbsent,
        Table,
        new()
        {
            { "at", activity => activity.At.ToUnixTimeMilliseconds() },
            { "source", activity => StoredText.Key(activity.Source, "the source") },
            { "kind", activity => activity.Kind.ToString() },
            { "key", activity => StoredText.Key(activity.Key, "the activity") },
        },
        new()
        {
            { "title", activity => Text(activity.Title) },
            { "actor", activity => Text(activity.Actor) },
            { "failed", activity => activity.HasFailed is { } failed ? Convert.ToInt64(failed) : null },
            { "cluster", activity => Text(activity.Object?.Cluster) },
            { "object_kind", activity => Text(activity.Object?.Kind) },
            { "namespace", activity => Text(activity.Object?.Namespace) },
            { "name", activity => Text(activity.Object?.Name) },
            { "repository", activity => Text(activity.Repository) },
            { "revision", activity => Text(activity.Revision) },
            {
                "evidence",
                activity => StoredTypes.Write(activity.Evidence.ToDictionary(
                    pair => StoredText.Clean(pair.Key, LongestText), pair => StoredText.Clean(pair.Value, LongestEvidence)))
            },
        });

    /// <summary>Adds those that are not there yet, all or none of them.</summary>
    public Task AppendAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await AppendAsync(transaction, activities);
            return (true, activities.Count > 0 ? WriteEffect.State : WriteEffect.None);
        },
        cancellationToken);

    /// <summary>Matching activities, the newest first.</summary>
    public Task<IReadOnlyList<Activity>> ReadAsync(ActivityFilter filter, CancellationToken cancellationToken)
    {
        var conditions = Conditions(filter);
        return database.ReadAsync<IReadOnlyList<Activity>>(
            async transaction => await transaction.QueryAsync<Activity, ActivityObject?, Activity>(
                $"""
                SELECT at, source, kind, key, title, actor, failed AS has_failed, repository, revision, evidence,
                    cluster, object_kind AS kind, namespace, name
                FROM {Table} WHERE {conditions.Sql} ORDER BY at DESC, source, activities.kind, key LIMIT @limit
                """,
                (activity, about) => activity with { Object = about },
                "cluster", conditions.Parameters),
            cancellationToken);
    }

    /// <summary>Forgets what happened before the moment; returns how many rows were removed one by one, beside whole months.</summary>
    public async Task<long> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await database.RemoveAllAsync(transaction => transaction.DropMonthsAsync(Table, before), WriteEffect.State, cancellationToken);
        return await database.RemoveAllAsync(
            transaction => transaction.ExecuteAsync(
                $"""
                DELETE FROM {Table} WHERE (at, source, kind, key) IN (
                    SELECT at, source, kind, key FROM {Table} WHERE at < @before ORDER BY at LIMIT {RemovedAtATime})
                """,
                new { before = before.ToUnixTimeMilliseconds() }),
            WriteEffect.State,
            cancellationToken);
    }

    /// <summary>Adds them in a transaction that writes what they follow from.</summary>
    internal static async Task AppendAsync(DatabaseTransaction transaction, IReadOnlyList<Activity> activities)
    {
        await transaction.PrepareMonthsAsync(Table, activities.Select(activity => activity.At));
        await transaction.RunAsync(Insert, activities);
    }

    private SqlConditions Conditions(ActivityFilter filter)
    {
        var conditions = new SqlConditions(database.Dialect, filter.Limit);
        conditions.AddTimes("at", filter.From, filter.To);
        if (filter.Revision is { } revision) conditions.Add("revision = @revision", "revision", revision);
        if (filter.Object is { } about)
        {
            conditions.Add("cluster = @cluster", "cluster", about.Cluster);
            conditions.Add("object_kind = @kind", "kind", about.Kind);
            conditions.Add("namespace = @namespace", "namespace", about.Namespace);
            conditions.Add("name = @name", "name", about.Name);
        }

        return conditions;
    }

    private static string? Text(string? text) => text is null ? null : StoredText.Clean(text, LongestText);
}
