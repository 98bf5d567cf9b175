using System.Data.Common;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Past;

/// <summary>Takes the commits of some deployments together as their rows stream by, in any order.</summary>
internal sealed class DeploymentCommitsReader
{
    /// <summary>Commits of one deployment beyond which none is looked at: the count alone is shown then.</summary>
    public const int MostOfOne = 2_000;

    /// <summary>Commits that are looked at for one page of deployments.</summary>
    public const int MostOfPage = 50_000;

    private readonly TextPool _texts = new();
    private readonly Dictionary<long, Collected> _deployments = [];

    /// <summary>The ids of the deployments whose commits fit into the limits, newest first.</summary>
    public static IEnumerable<long> Chosen(IEnumerable<SyncEvent> events)
    {
        var sum = 0L;
        foreach (var row in events)
        {
            if (row.CommitsKnown != CommitsKnown.Exactly || row.Commits > MostOfOne) continue;
            sum += row.Commits ?? 0;
            if (sum > MostOfPage) yield break;
            yield return row.Id;
        }
    }

    /// <summary>The commits of the deployments in <c>@events</c>; at most so many rows that a wrong count cannot hurt.</summary>
    public static string Sql(Dialect dialect) =>
        $"""
        SELECT dc.event_id, dc.removed, r.name, c.sha, p.name, c.committer_time, c.change_type, c.breaking, c.pull_request, c.issue_keys,
            c.subject
        FROM {dialect.IdRows("@events")} AS k
        CROSS JOIN deployment_commits dc CROSS JOIN commits c CROSS JOIN people p CROSS JOIN repositories r
        WHERE dc.event_id = k.value AND c.id = dc.commit_id AND p.id = c.author_id AND r.id = c.repository_id LIMIT {2 * MostOfPage}
        """;

    public void Add(DbDataReader reader)
    {
        var id = reader.GetInt64(0);
        if (!_deployments.TryGetValue(id, out var deployment)) _deployments[id] = deployment = new Collected();
        var commit = new DeployedCommit(
            _texts.Once(reader.GetString(2)), ObjectId.ToHex(reader.GetFieldValue<byte[]>(3)), _texts.Once(reader.GetString(4)),
            DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(5)), _texts.Once(reader.GetString(6)), reader.GetString(10));
        if (reader.GetInt64(1) != 0)
            deployment.AddRemoved(commit);
        else
            deployment.Add(commit, reader.GetInt64(7) != 0, (int?)reader.Number(8), StoredLists.Read(reader.Text(9)));
    }

    public DeploymentCommits? Find(long id) => _deployments.GetValueOrDefault(id)?.Finish();

    private sealed class Collected
    {
        private const int Shown = 10;

        private readonly Dictionary<string, int> _authors = [];
        private readonly Dictionary<string, int> _types = [];
        private readonly SortedSet<string> _issues = new(StringComparer.Ordinal);
        private readonly HashSet<(string Repository, int Number)> _pullRequests = [];
        private readonly List<DeployedCommit> _brought = [];
        private readonly List<DeployedCommit> _takenBack = [];
        private DateTimeOffset? _oldest;
        private bool _breaking;
        private int _removed;

        public void Add(DeployedCommit commit, bool breaking, int? pullRequest, IReadOnlyList<string> issues)
        {
            _authors[commit.Author] = _authors.GetValueOrDefault(commit.Author) + 1;
            _types[commit.ChangeType] = _types.GetValueOrDefault(commit.ChangeType) + 1;
            _issues.UnionWith(issues);
            if (pullRequest is { } number) _pullRequests.Add((commit.Repository, number));
            _breaking |= breaking;
            if (_oldest is null || commit.Time < _oldest) _oldest = commit.Time;
            Keep(_brought, commit);
        }

        public void AddRemoved(DeployedCommit commit)
        {
            _removed++;
            Keep(_takenBack, commit);
        }

        public DeploymentCommits Finish() => new()
        {
            Removed = _removed,
            Oldest = _oldest,
            Breaking = _breaking,
            Authors = MostUsed(_authors),
            ChangeTypes = MostUsed(_types),
            IssueKeys = [.. _issues],
            PullRequests =
            [
                .. _pullRequests.OrderByDescending(request => request.Number).ThenBy(request => request.Repository, StringComparer.Ordinal),
            ],
            Newest = _brought.Count > 0 ? _brought : _takenBack,
        };

        private static List<string> MostUsed(Dictionary<string, int> uses) =>
            [.. uses.OrderByDescending(use => use.Value).ThenBy(use => use.Key, StringComparer.Ordinal).Select(use => use.Key)];

        /// <summary>Keeps the newest few in order; equal times by object id, so that the answer is the same each time.</summary>
        private static void Keep(List<DeployedCommit> newest, DeployedCommit commit)
        {
            var place = newest.Count;
            while (place > 0 && IsBefore(commit, newest[place - 1])) place--;
            if (place == Shown) return;
            newest.Insert(place, commit);
            if (newest.Count > Shown) newest.RemoveAt(Shown);
        }

        private static bool IsBefore(DeployedCommit commit, DeployedCommit other) =>
            commit.Time != other.Time ? commit.Time > other.Time : string.CompareOrdinal(commit.Sha, other.Sha) < 0;
    }
}
