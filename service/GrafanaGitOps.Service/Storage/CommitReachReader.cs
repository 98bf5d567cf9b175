using System.Runtime.InteropServices;
using GrafanaGitOps.Service.Storage.Present;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Takes together what is stored of commits and applications, one row for each pair of them.</summary>
internal sealed class CommitReachReader
{
    /// <summary>Pairs of a commit and a deployment, or a commit and an application where it waits, that are read for one answer.</summary>
    private const int MostPairs = 100_000;

    private readonly Dictionary<long, List<Meeting>> _meetings = [];
    private readonly HashSet<long> _applications = [];
    private int _deployed;
    private int _pending;

    /// <summary>Ids of the applications that are named so far.</summary>
    public IEnumerable<long> Applications => _applications;

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
        Add(row, new Meeting(row.GetInt64(1), row.GetInt64(3) == 0 ? MeetingKind.Brought : MeetingKind.Removed, row.GetInt64(2)));
    }

    public void AddPending(StoredRow row)
    {
        _pending++;
        Add(row, new Meeting(row.GetInt64(1), MeetingKind.Waits, 0));
    }

    /// <param name="applications">Those of <see cref="Applications"/> by id.</param>
    public CommitReaches Finish(IReadOnlyDictionary<long, ApplicationStatus> applications)
    {
        var byCommit = new Dictionary<long, List<CommitReach>>(_meetings.Count);
        foreach (var (commit, meetings) in _meetings)
        {
            meetings.Sort(static (left, right) => left.Application.CompareTo(right.Application));
            var reaches = Reaches(CollectionsMarshal.AsSpan(meetings), applications);
            if (reaches.Count > 0) byCommit[commit] = reaches;
        }

        return new CommitReaches(byCommit, _deployed == MostPairs || _pending == MostPairs);
    }

    private void Add(StoredRow row, Meeting meeting)
    {
        ref var meetings = ref CollectionsMarshal.GetValueRefOrAddDefault(_meetings, row.GetInt64(0), out _);
        (meetings ??= []).Add(meeting);
        _applications.Add(meeting.Application);
    }

    /// <param name="meetings">Of one commit, in the order of their applications.</param>
    /// <param name="applications">By id.</param>
    private static List<CommitReach> Reaches(ReadOnlySpan<Meeting> meetings, IReadOnlyDictionary<long, ApplicationStatus> applications)
    {
        var reaches = new List<CommitReach>();
        for (var (first, next) = (0, 0); first < meetings.Length; first = next)
        {
            var application = meetings[first].Application;
            for (next = first + 1; next < meetings.Length && meetings[next].Application == application;) next++;
            if (applications.TryGetValue(application, out var status)) reaches.Add(Reach(meetings[first..next], status));
        }

        if (reaches.Count > 1) reaches.Sort(InTime);
        return reaches;
    }

    /// <summary>What all meetings of a commit and an application come to.</summary>
    private static CommitReach Reach(ReadOnlySpan<Meeting> meetings, ApplicationStatus application)
    {
        var (first, last, removed, pending) = (default(long?), default(long?), default(long?), false);
        foreach (var (_, kind, time) in meetings)
        {
            switch (kind)
            {
                case MeetingKind.Brought:
                    (first, last) = (Math.Min(first ?? time, time), Math.Max(last ?? time, time));
                    break;
                case MeetingKind.Removed:
                    removed = Math.Max(removed ?? time, time);
                    break;
                default:
                    pending = true;
                    break;
            }
        }

        var takenBack = last is null || removed > last ? removed : null;
        return new CommitReach(application.Application, application.Environment, StateRow.Moment(first), StateRow.Moment(takenBack), pending);
    }

    /// <summary>The earliest deployed first, those that wait last, then by name.</summary>
    private static int InTime(CommitReach left, CommitReach right)
    {
        var order = (left.Deployed ?? DateTimeOffset.MaxValue).CompareTo(right.Deployed ?? DateTimeOffset.MaxValue);
        if (order == 0) order = string.CompareOrdinal(left.Environment, right.Environment);
        return order == 0 ? ApplicationStatus.Compare(left.Application, right.Application) : order;
    }

    private enum MeetingKind
    {
        Brought,
        Removed,
        Waits,
    }

    /// <summary>A deployment brought a commit to the application or took it back, at this Unix time in milliseconds; or it waits.</summary>
    private readonly record struct Meeting(long Application, MeetingKind Kind, long Time);
}
