using System.Data.Common;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Takes together what is stored of commits and applications, one row for each pair of them.</summary>
internal sealed class CommitReachReader
{
    /// <summary>Pairs of a commit and a deployment, or a commit and an application where it waits, that are read for one answer.</summary>
    private const int MostPairs = 100_000;

    private readonly Dictionary<(long Commit, long Application), Reach> _reaches = [];
    private readonly Dictionary<long, (ApplicationId Id, string? Environment)> _applications = [];
    private int _deployed;
    private int _pending;

    /// <summary>Ids of the applications that are named so far.</summary>
    public IEnumerable<long> Applications => _reaches.Keys.Select(key => key.Application).Distinct();

    public static string DeployedSql(Dialect dialect) =>
        $"""
        SELECT dc.commit_id, e.application_id, coalesce(e.finished_at, e.started_at), dc.removed
        FROM {dialect.IdRows("@ids")} AS k CROSS JOIN deployment_commits dc CROSS JOIN sync_events e
        WHERE dc.commit_id = k.value AND e.id = dc.event_id LIMIT {MostPairs}
        """;

    public static string PendingSql(Dialect dialect) =>
        $"""
        SELECT pc.commit_id, pc.application_id FROM {dialect.IdRows("@ids")} AS k CROSS JOIN pending_commits pc
        WHERE pc.commit_id = k.value LIMIT {MostPairs}
        """;

    public static string ApplicationsSql(Dialect dialect) =>
        $"""
        SELECT a.id, a.cluster, a.operator, a.kind, a.namespace, a.name, a.environment
        FROM {dialect.IdRows("@ids")} AS k CROSS JOIN applications a WHERE a.id = k.value
        """;

    public void AddDeployed(DbDataReader reader)
    {
        _deployed++;
        var reach = Of(reader);
        var time = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2));
        if (reader.GetInt64(3) == 0)
        {
            if (reach.First is null || time < reach.First) reach.First = time;
            if (reach.Last is null || time > reach.Last) reach.Last = time;
        }
        else if (reach.Removed is null || time > reach.Removed)
        {
            reach.Removed = time;
        }
    }

    public void AddPending(DbDataReader reader)
    {
        _pending++;
        Of(reader).Pending = true;
    }

    public void AddApplication(DbDataReader reader) => _applications[reader.GetInt64(0)] = (reader.Application(1), reader.Text(6));

    public CommitReaches Finish()
    {
        var byCommit =
            from pair in _reaches
            where _applications.ContainsKey(pair.Key.Application)
            group pair.Value.Finish(_applications[pair.Key.Application]) by pair.Key.Commit;
        var ordered = byCommit.ToDictionary(commit => commit.Key, commit => (IReadOnlyList<CommitReach>)[.. commit.Order(InTime.Instance)]);
        return new CommitReaches(ordered, _deployed == MostPairs || _pending == MostPairs);
    }

    private Reach Of(DbDataReader reader)
    {
        var key = (reader.GetInt64(0), reader.GetInt64(1));
        if (!_reaches.TryGetValue(key, out var reach)) _reaches[key] = reach = new Reach();
        return reach;
    }

    private sealed class Reach
    {
        public DateTimeOffset? First { get; set; }

        public DateTimeOffset? Last { get; set; }

        public DateTimeOffset? Removed { get; set; }

        public bool Pending { get; set; }

        public CommitReach Finish((ApplicationId Id, string? Environment) application) => new(
            application.Id, application.Environment, First, Last is null || Removed > Last ? Removed : null, Pending);
    }

    /// <summary>The earliest deployed first, those that wait last, then by name.</summary>
    private sealed class InTime : IComparer<CommitReach>
    {
        public static readonly InTime Instance = new();

        public int Compare(CommitReach? x, CommitReach? y)
        {
            var time = (x!.Deployed ?? DateTimeOffset.MaxValue).CompareTo(y!.Deployed ?? DateTimeOffset.MaxValue);
            if (time != 0) return time;
            var order = string.CompareOrdinal(x.Environment, y.Environment);
            if (order == 0) order = string.CompareOrdinal(x.Application.Name, y.Application.Name);
            if (order == 0) order = string.CompareOrdinal(x.Application.Namespace, y.Application.Namespace);
            if (order == 0) order = string.CompareOrdinal(x.Application.Cluster, y.Application.Cluster);
            return order != 0 ? order : string.CompareOrdinal(x.Application.Kind, y.Application.Kind);
        }
    }
}
