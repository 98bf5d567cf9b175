using Dapper;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>
/// Composes the SQL of a filter. Two plans: walk all attempts newest first until enough match; or, where few applications are asked for,
/// take theirs from the index by application and sort them. What comes from outside goes into parameters only.
/// </summary>
internal sealed class SyncEventQuery
{
    /// <summary>How long before the time range a deployment may have begun that ended in it.</summary>
    private static readonly TimeSpan LongestDeployment = TimeSpan.FromHours(6);

    private readonly Dialect _dialect;
    private readonly SyncEventFilter _filter;
    private readonly IReadOnlyList<long>? _applications;
    private readonly SqlConditions _conditions;
    private string? _earliest;
    private string _latest = "";

    /// <param name="dialect">The database.</param>
    /// <param name="filter">Which attempts.</param>
    /// <param name="applications">Ids of the applications that the filter leaves; null for all.</param>
    /// <param name="after">The last row of the page before; null for the first page.</param>
    public SyncEventQuery(Dialect dialect, SyncEventFilter filter, IReadOnlyList<long>? applications, SyncEvent? after = null)
    {
        (_dialect, _filter, _applications) = (dialect, filter, applications);
        _conditions = new SqlConditions(dialect, filter.Limit);
        if (applications is not null) Parameters.Add("applications", dialect.Ids(applications));
        AddTimes(after);
        if (filter.Kinds.Count > 0) _conditions.Add($"e.kind IN ({string.Join(", ", filter.Kinds.Select(kind => (int)kind))})");
        if (filter.Phases.Count > 0 && filter.Scope != SyncEventScope.All)
            _conditions.Add($"{dialect.WithoutIndex("e.phase")} IN ({string.Join(", ", filter.Phases.Select(phase => (int)phase))})");
        _conditions.AddSearch(filter.Search, ["e.message", "e.initiator", "e.revision"]);
    }

    public DynamicParameters Parameters => _conditions.Parameters;

    /// <summary>Counts the applications' attempts, up to one more than are worth sorting; null for too many applications.</summary>
    public string? Probe => _applications is { Count: <= StorageLimits.FewApplications }
        ? $"SELECT count(*) FROM (SELECT 1 FROM {OfApplications} {Times(_earliest)} LIMIT {StorageLimits.Candidates + 1}) AS n"
        : null;

    /// <param name="byApplication">Start from the applications instead of walking by time.</param>
    public string Sql(bool byApplication)
    {
        var branches = Branches(byApplication ? _dialect.WithoutIndex("e.phase") : "e.phase").ToList();
        var narrowed = !byApplication && _applications is not null
            ? $"AND {_dialect.WithoutIndex("e.application_id")} IN {_dialect.IdRows("@applications")}\n"
            : "";
        if (branches is [var single] && !byApplication)
        {
            return $"""
                SELECT {SyncEventReader.Columns} FROM sync_events e WHERE true {Times(_earliest)}
                {narrowed} {Conditions} {single} {Order} LIMIT @limit
                """;
        }

        var from = byApplication ? OfApplications : "sync_events e WHERE true";
        // What is older than a full first branch cannot be among the newest of all.
        var found = branches.Skip(1).Select((branch, index) =>
            $"SELECT id FROM ({Branch("e.id", branch, "(SELECT earliest FROM bound)")}) AS b{index}").Prepend("SELECT id FROM newest");
        return $"""
            WITH newest AS ({Branch("e.id, e.started_at", branches[0], _earliest)}),
            bound AS (SELECT CASE WHEN count(*) = @limit THEN min(started_at) ELSE {_earliest ?? "0"} END AS earliest FROM newest)
            SELECT {SyncEventReader.Columns} FROM ({string.Join("\nUNION ALL ", found)}) AS found CROSS JOIN sync_events e
            WHERE e.id = found.id {Order} LIMIT @limit
            """;

        string Branch(string columns, string branch, string? earliest) =>
            $"SELECT {columns} FROM {from} {Times(earliest)} {narrowed} {Conditions} {branch} {Order} LIMIT @limit";
    }

    private const string Order = "ORDER BY e.started_at DESC, e.id";

    private string Conditions => _conditions.IsEmpty ? "" : $"AND {_conditions.Sql}\n";

    private string OfApplications => $"{_dialect.IdRows("@applications")} AS k CROSS JOIN sync_events e WHERE e.application_id = k.value";

    /// <summary>Alternatives that each have an index of their own; no attempt is in two of them.</summary>
    private IEnumerable<string> Branches(string phase)
    {
        if (_filter.Scope.HasFlag(SyncEventScope.Deployments)) yield return "AND e.deployment = 1";
        if (_filter.Scope.HasFlag(SyncEventScope.FailedDeployments))
        {
            yield return $"AND {phase} = {(int)SyncPhase.Failed} AND {NewRevision}";
            yield return $"AND {phase} = {(int)SyncPhase.Error} AND {NewRevision}";
        }

        if (_filter.Scope != SyncEventScope.All) yield break;
        if (_filter.Phases.Count == 0) yield return "";
        foreach (var wanted in _filter.Phases.Distinct()) yield return $"AND {phase} = {(int)wanted}";
    }

    /// <summary>A complete attempt at a revision other than the one deployed when it began.</summary>
    private static string NewRevision =>
        $"""
        e.complete = 1 AND e.deployment = 0 AND e.kind <> {(int)SyncKind.DryRun} AND e.revision IS NOT NULL AND e.revision <> coalesce(
            (SELECT d.revision FROM sync_events d
             WHERE d.application_id = e.application_id AND d.deployment = 1 AND d.started_at <= e.started_at
             ORDER BY d.started_at DESC, d.id LIMIT 1), '')
        """;

    // The databases begin at a bound of the index: a second one beside it might be the one that they take.
    private string Times(string? earliest) => (earliest is null ? "" : $" AND e.started_at >= {earliest}") + _latest;

    private void AddTimes(SyncEvent? after)
    {
        var byEnd = _filter.Scope != SyncEventScope.All;
        if (_filter.From is { } from)
        {
            Parameters.Add("from", from.ToUnixTimeMilliseconds());
            Parameters.Add("earliest", from.ToUnixTimeMilliseconds() - (byEnd ? (long)LongestDeployment.TotalMilliseconds : 0));
            _earliest = "@earliest";
            if (byEnd) _conditions.Add("(e.started_at >= @from OR e.finished_at >= @from)");
        }

        if (_filter.To is { } to && byEnd)
        {
            _conditions.Add("(e.finished_at IS NULL OR e.finished_at <= @to)", "to", to.ToUnixTimeMilliseconds());
        }

        if ((after?.Started.NotAfter ?? _filter.To) is not { } latest) return;
        Parameters.Add("latest", latest.ToUnixTimeMilliseconds());
        _latest = " AND e.started_at <= @latest";
        if (after is null) return;
        _conditions.Add("(e.started_at < @latest OR e.id > @after)", "after", after.Id);
    }
}
