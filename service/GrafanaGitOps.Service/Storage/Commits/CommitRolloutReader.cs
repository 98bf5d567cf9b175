using System.Runtime.InteropServices;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>Takes together what is stored of commits and applications, one row for each pair of them.</summary>
internal sealed class CommitRolloutReader
{
    /// <summary>Pairs of a commit and a deployment, or a commit and an application where it waits, that are read for one answer.</summary>
    private const int MostPairs = 100_000;

    private static readonly Comparison<ApplicationStatus> ByEnvironment = static (left, right) =>
    {
        var order = string.CompareOrdinal(left.Environment, right.Environment);
        return order == 0 ? ApplicationStatus.ByName(left, right) : order;
    };

    private static readonly Comparison<CommitArrival> InTime = static (left, right) =>
    {
        var order = (left.Deployed ?? DateTimeOffset.MaxValue).CompareTo(right.Deployed ?? DateTimeOffset.MaxValue);
        return order == 0 ? ByEnvironment(left.Application, right.Application) : order;
    };

    private readonly Dictionary<long, Meetings> _commits = [];
    private readonly HashSet<long> _applications = [];
    private int _deployed;
    private int _pending;

    /// <summary>Ids of the applications that are named so far.</summary>
    public IReadOnlyCollection<long> Applications => _applications;

    public static string DeployedSql(Dialect dialect) =>
        $"""
        SELECT dc.commit_id, dc.application_id, dc.deployed_at, dc.removed
        FROM {dialect.IdRows("@ids")} AS k CROSS JOIN deployment_commits dc WHERE dc.commit_id = k.value LIMIT {MostPairs}
        """;

    public static string PendingSql(Dialect dialect) =>
        $"""
        SELECT pc.commit_id, pc.application_id FROM {dialect.IdRows("@ids")} AS k CROSS JOIN pending_commits pc
        WHERE pc.commit_id = k.value LIMIT {MostPairs}
        """;

    public void AddDeployed(StoredRow row)
    {
        _deployed++;
        var application = row.GetInt64(1);
        _applications.Add(application);
        Of(row.GetInt64(0)).Deployed.Add(new Meeting(application, row.GetInt64(2), row.GetInt64(3) != 0));
    }

    public void AddPending(StoredRow row)
    {
        _pending++;
        var application = row.GetInt64(1);
        _applications.Add(application);
        Of(row.GetInt64(0)).Pending.Add(application);
    }

    /// <param name="applications">Those of <see cref="Applications"/>.</param>
    public CommitRollouts Finish(ApplicationLookup applications)
    {
        var byCommit = new Dictionary<long, CommitRollout>(_commits.Count);
        foreach (var (commit, meetings) in _commits)
        {
            var reach = new CommitRollout(Arrivals(meetings.Deployed, applications), Waiting(meetings.Pending, applications));
            if (reach.Deployed.Count + reach.Pending.Count > 0) byCommit[commit] = reach;
        }

        return new CommitRollouts(byCommit, _deployed == MostPairs || _pending == MostPairs);
    }

    private Meetings Of(long commit)
    {
        ref var meetings = ref CollectionsMarshal.GetValueRefOrAddDefault(_commits, commit, out _);
        return meetings ??= new Meetings([], []);
    }

    private static List<CommitArrival> Arrivals(List<Meeting> meetings, ApplicationLookup applications)
    {
        if (meetings.Count > 1) meetings.Sort(static (left, right) => left.Application.CompareTo(right.Application));
        var sorted = CollectionsMarshal.AsSpan(meetings);
        var arrivals = new List<CommitArrival>(sorted.Length);
        for (var (first, next) = (0, 0); first < sorted.Length; first = next)
        {
            var application = sorted[first].Application;
            for (next = first + 1; next < sorted.Length && sorted[next].Application == application;) next++;
            if (applications.Find(application) is { } status) arrivals.Add(Arrival(sorted[first..next], status));
        }

        if (arrivals.Count > 1) arrivals.Sort(InTime);
        return arrivals;
    }

    /// <summary>What all meetings of a commit and an application come to.</summary>
    private static CommitArrival Arrival(ReadOnlySpan<Meeting> meetings, ApplicationStatus application)
    {
        var (first, last, removed) = (default(long?), default(long?), default(long?));
        foreach (var (_, time, isRemoval) in meetings)
        {
            if (isRemoval) removed = Math.Max(removed ?? time, time);
            else (first, last) = (Math.Min(first ?? time, time), Math.Max(last ?? time, time));
        }

        var takenBack = last is null || removed > last ? removed : null;
        return new CommitArrival(application, StoredMoment.At(first), StoredMoment.At(takenBack));
    }

    private static List<ApplicationStatus> Waiting(List<long> pending, ApplicationLookup applications)
    {
        var waiting = new List<ApplicationStatus>(pending.Count);
        foreach (var id in pending)
            if (applications.Find(id) is { } status) waiting.Add(status);
        if (waiting.Count > 1) waiting.Sort(ByEnvironment);
        return waiting;
    }

    private sealed record Meetings(List<Meeting> Deployed, List<long> Pending);

    /// <summary>A deployment brought a commit to the application or took it back, at this Unix time in milliseconds.</summary>
    private readonly record struct Meeting(long Application, long Time, bool IsRemoval);
}
