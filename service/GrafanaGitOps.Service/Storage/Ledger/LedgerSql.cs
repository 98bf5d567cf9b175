using System.Globalization;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>
/// What the writer asks, each by one statement for a whole batch. <c>@keys</c> are made by <see cref="StoredLists.Tuples"/>, <c>@ids</c> by
/// <see cref="Dialect.Ids"/>.
/// </summary>
internal sealed class LedgerSql(Dialect dialect)
{
    private const string Application = "CAST(k.c0 AS bigint)";
    private const string Moment = "CAST(k.c1 AS bigint)";

    /// <summary>The applications with these clusters, operators, kinds, namespaces and names.</summary>
    public string Applications { get; } =
        $"""
        SELECT {ApplicationTable.All.Select("a")}, a.deployment_id, r.application_id AS resources_of, r.hash
        FROM {dialect.Tuples("@keys", 5)} AS k CROSS JOIN applications a LEFT JOIN application_resources r ON r.application_id = a.id
        WHERE a.cluster = k.c0 AND a.operator = k.c1 AND a.kind = k.c2 AND a.namespace = k.c3 AND a.name = k.c4
        """;

    public string Sources { get; } =
        $"""
        SELECT {SourceRow.Table.Columns.Select("s")} FROM {dialect.IdRows("@ids")} AS k CROSS JOIN application_sources s
        WHERE s.application_id = k.value ORDER BY s.application_id, s.position
        """;

    /// <summary>The change before the last of each dimension; the last one is in the application's own row.</summary>
    public string StatesBeforeLast { get; } =
        $"""
        SELECT {StateChangeRow.Table.Columns.Select("s")} FROM {dialect.IdRows("@ids")} AS k
        CROSS JOIN (SELECT {StateChangeRow.Sync} AS dimension UNION ALL SELECT {StateChangeRow.Health}) AS d CROSS JOIN state_changes s
        WHERE s.application_id = k.value AND s.dimension = d.dimension AND s.changed_at = (
            SELECT b.changed_at FROM state_changes b WHERE b.application_id = k.value AND b.dimension = d.dimension
            ORDER BY b.changed_at DESC LIMIT 1 OFFSET 1)
        """;

    /// <summary>The sync events of these applications with these keys in hex.</summary>
    public string Events { get; } = EventsWhere(dialect, $"e.key = {dialect.FromHex("k.c1")}");

    /// <summary>The sync events of these applications that run as far as is recorded: few in all, and found by the phase.</summary>
    public string RunningEvents { get; } = string.Create(CultureInfo.InvariantCulture,
        $"""
        SELECT {SyncEventTable.All.Select("e")} FROM sync_events e
        WHERE e.phase IN ({(int)SyncPhase.Running}, {(int)SyncPhase.Terminating}) AND {dialect.WithoutIndex("e.application_id")} IN {dialect.IdRows("@ids")}
        """);

    /// <summary>The event of each application that began last before the moment or at it; its first one when there is none.</summary>
    public string EventsBefore { get; } = EventsWhere(dialect,
        $"""
        e.id = coalesce(
            (SELECT b.id FROM sync_events b WHERE b.application_id = {Application} AND b.started_at <= {Moment}
                ORDER BY b.started_at DESC, b.key DESC LIMIT 1),
            (SELECT b.id FROM sync_events b WHERE b.application_id = {Application} ORDER BY b.started_at, b.key LIMIT 1))
        """);

    /// <summary>What <see cref="Deployments.Counts"/> takes: the events of each application from the one before the moment on.</summary>
    public string CountingEvents { get; } = EventsWhere(dialect,
        $"""
        {Counts(dialect, "e")} AND e.started_at >= coalesce(
            (SELECT b.started_at FROM sync_events b WHERE b.application_id = {Application} AND b.started_at < {Moment}
                AND {Counts(dialect, "b")} ORDER BY b.started_at DESC LIMIT 1), {Moment})
        """);

    /// <summary>Lets applications name their last deployments.</summary>
    public string NameDeployments { get; } =
        $"""
        UPDATE applications SET deployment_id = (
            SELECT e.id FROM sync_events e WHERE e.application_id = applications.id AND e.deployment = 1
            ORDER BY e.started_at DESC, e.key DESC LIMIT 1)
        WHERE id IN {dialect.IdRows("@ids")}
        """;

    public string ForgetDelivery { get; } =
        $"UPDATE sync_events SET commits_known = NULL, commits = NULL WHERE id IN {dialect.IdRows("@ids")}";

    public string RemoveDeployedCommits { get; } = $"DELETE FROM deployment_commits WHERE event_id IN {dialect.IdRows("@ids")}";

    /// <summary>Lets the commits of deployments say when these ended.</summary>
    public string TimeDeployedCommits { get; } =
        $"""
        UPDATE deployment_commits SET deployed_at =
            (SELECT {SyncEventRow.EndedSql} FROM sync_events e WHERE e.id = deployment_commits.event_id)
        WHERE event_id IN {dialect.IdRows("@ids")}
        """;

    private static string EventsWhere(Dialect dialect, string condition) =>
        $"""
        SELECT {SyncEventTable.All.Select("e")} FROM {dialect.Tuples("@keys", 2)} AS k CROSS JOIN sync_events e
        WHERE e.application_id = {Application} AND {condition}
        """;

    // An index by phase would lead through the events of all applications.
    private static string Counts(Dialect dialect, string table) => string.Create(CultureInfo.InvariantCulture,
        $"""
        {dialect.WithoutIndex(table + ".phase")} = {(int)SyncPhase.Succeeded} AND {table}.complete = 1
        AND {table}.kind <> {(int)SyncKind.DryRun} AND {table}.revision IS NOT NULL
        """);
}
