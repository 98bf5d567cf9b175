using Dapper;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>The SQL of a <see cref="TimelineFilter"/>: first the applications, then the changes of those that were chosen.</summary>
internal sealed class TimelineQuery
{
    private readonly Dialect _dialect;
    private readonly string _matching;
    private readonly string _dimensions;

    public TimelineQuery(Dialect dialect, TimelineFilter filter)
    {
        _dialect = dialect;
        var from = filter.From?.ToUnixTimeMilliseconds() ?? 0;
        Parameters.Add("from", from);
        Parameters.Add("to", filter.To.ToUnixTimeMilliseconds());
        Parameters.Add("limit", Math.Clamp(filter.Limit, 0, StorageLimits.Rows));
        var conditions = new ApplicationConditions(dialect, filter.Applications, Parameters);
        _matching =
            $"""
            FROM applications a
            WHERE {conditions.Sql} AND (a.deleted_at IS NULL OR a.deleted_at >= @from) AND a.first_seen <= @to
            """;
        _dimensions = (filter.Sync, filter.Health) switch
        {
            (true, false) => "SELECT 0 AS dimension",
            (false, true) => "SELECT 1 AS dimension",
            _ => "SELECT 0 AS dimension UNION ALL SELECT 1",
        };
    }

    public DynamicParameters Parameters { get; } = new();

    public string CountSql => $"SELECT count(*) {_matching}";

    public string ApplicationsSql =>
        $"""
        SELECT a.id, a.cluster, a.operator, a.kind, a.namespace, a.name, a.environment {_matching}
        ORDER BY {ApplicationOrder.WorstFirst}
        LIMIT @limit
        """;

    /// <summary>How many changes each of the applications in <c>@ids</c> has.</summary>
    public string CountsSql => $"SELECT c.application_id, count(*) {Changes} GROUP BY c.application_id";

    /// <summary>The changes of the applications in <c>@ids</c>, in any order.</summary>
    public string ChangesSql => $"SELECT c.application_id, c.dimension, c.changed_not_before, c.changed_at, c.state {Changes}";

    /// <summary>
    /// Of each series the change that held at the start, those up to the end, and the next, whose bounds may reach back into the range.
    /// </summary>
    private string Changes =>
        $"""
        FROM (
            SELECT k.value AS application_id, d.dimension,
                coalesce((SELECT max(b.changed_at) FROM state_changes b
                    WHERE b.application_id = k.value AND b.dimension = d.dimension AND b.changed_at <= @from), 0) AS first,
                coalesce((SELECT min(n.changed_at) FROM state_changes n
                    WHERE n.application_id = k.value AND n.dimension = d.dimension AND n.changed_at > @to), @to) AS last
            FROM {_dialect.IdRows("@ids")} AS k CROSS JOIN ({_dimensions}) AS d) AS series
        CROSS JOIN state_changes c
        WHERE c.application_id = series.application_id AND c.dimension = series.dimension
            AND c.changed_at >= series.first AND c.changed_at <= series.last
        """;
}
