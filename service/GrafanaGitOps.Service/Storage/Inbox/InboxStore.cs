using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Activities;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Inbox;

/// <summary>What is pushed to us. Any replica adds, without a turn among the ledger's writers; the one that collects does the rest.</summary>
public sealed class InboxStore(Database database)
{
    /// <summary>Bytes that a row counts for beside its payload.</summary>
    private const int RowSize = 256;

    /// <summary>Bytes of payloads that are read at a time; one is always read.</summary>
    private const long BatchSize = 8 * 1024 * 1024;

    /// <summary>Rows that are removed in one transaction.</summary>
    private const int RemovedAtATime = 1_000;

    /// <summary>Rows that are removed in one go; what is left waits for the next.</summary>
    private const int MostRemoved = 200_000;

    private const int LongestOutcome = 2_000;

    private static readonly RowStatement<(long Id, NewDelivery New)> Insert = new(
        RowAction.InsertIfAbsent,
        "inbox",
        new() { { "id", row => row.Id } },
        new()
        {
            { "source", row => row.New.Source },
            { "delivery", row => row.New.Delivery },
            { "event", row => StoredText.Clean(row.New.Event) },
            { "received_at", row => row.New.Received.ToUnixTimeMilliseconds() },
            { "size", row => row.New.Body.Length },
            { "state", _ => (long)InboxState.Waiting },
            { "attempts", _ => 0 },
            { "body", row => row.New.Body },
        });

    private static readonly RowStatement<ProcessedDelivery> End = new(
        RowAction.Update,
        "inbox",
        new() { { "id", end => end.Id } },
        new()
        {
            { "state", end => (long)end.State },
            { "attempts", end => end.Attempts },
            { "processed_at", end => end.At.ToUnixTimeMilliseconds() },
            { "outcome", end => StoredText.Clean(end.Outcome, LongestOutcome) },
        });

    /// <summary>Makes the deliveries durable, each once; gives for each, in their order, its row and whether it is new.</summary>
    public Task<IReadOnlyList<TakenDelivery>> AddAsync(IReadOnlyList<NewDelivery> deliveries, CancellationToken cancellationToken) =>
        database.AppendAsync<IReadOnlyList<TakenDelivery>>(
            async transaction =>
            {
                var ids = await transaction.ReserveIdsAsync("inbox", deliveries.Count);
                var rows = ids.Zip(deliveries, (id, delivery) => (Id: id, New: Named(delivery))).ToList();
                // In one order on all replicas, so that none waits for another that waits for it.
                await transaction.RunAsync(
                    Insert, [.. rows.OrderBy(row => row.New.Source, StringComparer.Ordinal).ThenBy(row => row.New.Delivery, StringComparer.Ordinal)]);
                var stored = await transaction.QueryAsync<(string Source, string Delivery, long Id)>(
                    $"""
                    SELECT i.source, i.delivery, i.id FROM {transaction.Dialect.Tuples("@keys", 2)} AS k CROSS JOIN inbox i
                    WHERE i.source = k.c0 AND i.delivery = k.c1
                    """,
                    new { keys = StoredLists.Tuples(rows.Select(row => new[] { row.New.Source, row.New.Delivery }).Distinct()) });
                var byKey = stored.Distinct().ToDictionary(row => (row.Source, row.Delivery), row => row.Id);
                return [.. rows.Select(row => byKey[(row.New.Source, row.New.Delivery)]).Zip(rows, (id, row) => new TakenDelivery(id, id == row.Id))];
            },
            cancellationToken);

    /// <summary>Completes when something may have been added, by whichever replica, or a second has passed.</summary>
    public Task WaitForArrivalAsync(TimeProvider timeProvider, CancellationToken cancellationToken) =>
        database.WaitForAppendAsync(timeProvider, cancellationToken);

    /// <summary>Those of a receiver that wait, in the order in which they came.</summary>
    /// <param name="source">The receiver's name.</param>
    /// <param name="except">Rows that are being processed already.</param>
    /// <param name="limit">The most rows; few large payloads are fewer.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<IReadOnlyList<WaitingDelivery>> ReadWaitingAsync(
        string source, IReadOnlyCollection<long> except, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync<WaitingDelivery>(
            $"""
            SELECT id, event, received_at, body FROM inbox WHERE id IN (
                SELECT id FROM (
                    SELECT id, sum(size) OVER (ORDER BY received_at, id) - size AS before FROM (
                        SELECT id, received_at, size FROM inbox
                        WHERE state = 0 AND source = @source AND id NOT IN {database.Dialect.IdRows("@except")}
                        ORDER BY received_at, id LIMIT @limit) AS first_ones) AS summed
                WHERE before < @bytes)
            ORDER BY received_at, id
            """,
            new { source, except = database.Dialect.Ids(except), limit, bytes = BatchSize },
            cancellationToken);

    /// <summary>Records how deliveries ended, and what happened by their word.</summary>
    public Task RecordAsync(IReadOnlyList<ProcessedDelivery> deliveries, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                await transaction.RunAsync(End, deliveries);
                await ActivityStore.AppendAsync(transaction, [.. deliveries.Select(delivery => delivery.Activity).OfType<Activity>()]);
                return (true, WriteEffect.State);
            },
            cancellationToken);

    /// <summary>Gives up what waits for receivers that are not among these; returns how many.</summary>
    public Task<int> AbandonAsync(IReadOnlyCollection<string> receivers, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var abandoned = await transaction.ExecuteAsync(
                    $"""
                    UPDATE inbox SET state = 3, processed_at = @now, outcome = 'Its receiver is not configured any more.'
                    WHERE state = 0 AND source NOT IN {transaction.Dialect.Rows("@receivers")}
                    """,
                    new { now = now.ToUnixTimeMilliseconds(), receivers = transaction.Dialect.List(receivers) });
                return (abandoned, abandoned > 0 ? WriteEffect.State : WriteEffect.None);
            },
            cancellationToken);

    /// <summary>Removes what need not be kept any longer; returns how many. What waits stays.</summary>
    public async Task<long> ForgetAsync(InboxKeeping keeping, CancellationToken cancellationToken)
    {
        var forgotten = await database.QueryAsync<long>(
            $"""
            SELECT id FROM (
                SELECT id, state, processed_at, sum(size + {RowSize}) OVER (ORDER BY processed_at DESC, id DESC) AS total
                FROM inbox WHERE state <> 0) AS kept
            WHERE total > @most OR processed_at < CASE WHEN state = 3 THEN @dead ELSE @processed END
            ORDER BY processed_at, id LIMIT {MostRemoved}
            """,
            new
            {
                most = keeping.MostBytes,
                dead = keeping.DeadBefore.ToUnixTimeMilliseconds(),
                processed = keeping.ProcessedBefore.ToUnixTimeMilliseconds(),
            },
            cancellationToken);
        foreach (var part in forgotten.Chunk(RemovedAtATime))
        {
            await database.WriteAsync(
                async transaction => (await transaction.ExecuteAsync(
                    $"DELETE FROM inbox WHERE id IN {transaction.Dialect.IdRows("@part")}", new { part = transaction.Dialect.Ids(part) }), WriteEffect.State),
                cancellationToken);
        }

        return forgotten.Count;
    }

    /// <summary>Bytes that wait.</summary>
    public Task<long> ReadWaitingSizeAsync(CancellationToken cancellationToken) => database.ReadAsync(
        transaction => transaction.ScalarAsync<long>($"SELECT CAST(coalesce(sum(size + {RowSize}), 0) AS bigint) FROM inbox WHERE state = 0"), cancellationToken);

    /// <summary>How each receiver does of which something is kept, by name.</summary>
    public Task<IReadOnlyList<InboxBacklog>> ReadBacklogAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<InboxBacklog>>(
            async transaction =>
            {
                // By state first, as the index that holds all of it goes.
                var counts = await transaction.QueryAsync<(long State, string Source, long Count, long Oldest)>(
                    "SELECT state, source, count(*), min(received_at) FROM inbox GROUP BY state, source");
                return
                [
                    .. counts.GroupBy(count => count.Source).OrderBy(source => source.Key, StringComparer.Ordinal).Select(source =>
                    {
                        var waiting = source.FirstOrDefault(count => count.State == (long)InboxState.Waiting);
                        return new InboxBacklog(
                            source.Key, waiting.Count, waiting.Count > 0 ? StoredMoment.At(waiting.Oldest) : null,
                            source.FirstOrDefault(count => count.State == (long)InboxState.Dead).Count);
                    }),
                ];
            },
            cancellationToken);

    /// <summary>Matching deliveries, the newest first.</summary>
    public Task<IReadOnlyList<InboxDelivery>> ReadAsync(InboxFilter filter, CancellationToken cancellationToken)
    {
        var dialect = database.Dialect;
        var conditions = new SqlConditions(dialect, filter.Limit);
        if (filter.Sources.Count > 0) conditions.Add($"source IN {conditions.Rows("sources", filter.Sources)}");
        if (filter.States.Count > 0)
            conditions.Add($"state IN {dialect.IdRows("@states")}", "states", dialect.Ids(filter.States.Select(state => (long)state)));
        conditions.AddTimes("received_at", filter.From, filter.To);
        conditions.AddSearch(filter.Search, ["delivery", "event", "outcome"]);
        return database.QueryAsync<InboxDelivery>(
            $"""
            SELECT id, source, delivery, event, received_at AS received, state, attempts, processed_at AS processed, outcome, size FROM inbox
            WHERE {conditions.Sql} ORDER BY received_at DESC, id DESC LIMIT @limit
            """,
            conditions.Parameters, cancellationToken);
    }

    private static NewDelivery Named(NewDelivery delivery) => delivery with
    {
        Source = StoredText.Key(delivery.Source, "the receiver"),
        Delivery = StoredText.Key(delivery.Delivery, "the delivery"),
    };
}
