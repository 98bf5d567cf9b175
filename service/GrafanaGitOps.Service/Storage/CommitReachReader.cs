using GrafanaGitOps.Service.Storage.Present;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Takes together what is stored of commits and applications, one row for each pair of them.</summary>
internal sealed class CommitReachReader
{
    /// <summary>Pairs of a commit and a deployment, or a commit and an application where it waits, that are read for one answer.</summary>
    private const int MostPairs = 100_000;

    private readonly Dictionary<(long Commit, long Application), Reach> _reaches = [];
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

    public void AddDeployed(StoredRow row)
    {
        _deployed++;
        var reach = Of(row);
        var time = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2));
        if (row.GetInt64(3) == 0)
        {
            if (reach.First is null || time < reach.First) reach.First = time;
            if (reach.Last is null || time > reach.Last) reach.Last = time;
        }
        else if (reach.Removed is null || time > reach.Removed)
        {
            reach.Removed = time;
        }
    }

    public void AddPending(StoredRow row)
    {
        _pending++;
        Of(row).Pending = true;
    }

    /// <param name="applications">Those of <see cref="Applications"/> by id.</param>
    public CommitReaches Finish(IReadOnlyDictionary<long, ApplicationStatus> applications)
    {
        var byCommit = new Dictionary<long, List<CommitReach>>();
        foreach (var ((commit, application), reach) in _reaches)
        {
            if (!applications.TryGetValue(application, out var status)) continue;
            if (!byCommit.TryGetValue(commit, out var reaches)) byCommit[commit] = reaches = [];
            reaches.Add(reach.Finish(status));
        }

        foreach (var reaches in byCommit.Values) reaches.Sort(InTime);
        return new CommitReaches(byCommit, _deployed == MostPairs || _pending == MostPairs);
    }

    private Reach Of(StoredRow row)
    {
        var key = (row.GetInt64(0), row.GetInt64(1));
        if (!_reaches.TryGetValue(key, out var reach)) _reaches[key] = reach = new Reach();
        return reach;
    }

    /// <summary>The earliest deployed first, those that wait last, then by name.</summary>
    private static int InTime(CommitReach left, CommitReach right)
    {
        var order = (left.Deployed ?? DateTimeOffset.MaxValue).CompareTo(right.Deployed ?? DateTimeOffset.MaxValue);
        if (order == 0) order = string.CompareOrdinal(left.Environment, right.Environment);
        return order == 0 ? ApplicationStatus.Compare(left.Application, right.Application) : order;
    }

    private sealed class Reach
    {
        public DateTimeOffset? First { get; set; }

        public DateTimeOffset? Last { get; set; }

        public DateTimeOffset? Removed { get; set; }

        public bool Pending { get; set; }

        public CommitReach Finish(ApplicationStatus application) => new(
            application.Application, application.Environment, First, Last is null || Removed > Last ? Removed : null, Pending);
    }
}
