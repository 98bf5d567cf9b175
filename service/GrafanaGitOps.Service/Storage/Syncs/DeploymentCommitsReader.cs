using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>Takes the commits of some deployments together as their rows stream by, in any order.</summary>
internal sealed class DeploymentCommitsReader
{
    /// <summary>Commits of one deployment beyond which none is looked at: the count alone is shown then.</summary>
    public const int MostOfOne = 2_000;

    /// <summary>Commits that are looked at for one page of deployments.</summary>
    public const int MostOfPage = 50_000;

    private readonly Dictionary<long, Collected> _deployments = [];

    /// <summary>The ids of the deployments whose commits fit into the limits, newest first.</summary>
    public static IEnumerable<long> Chosen(IEnumerable<SyncEvent> events)
    {
        var sum = 0L;
        foreach (var row in events)
        {
            if (row.CommitsKnown is not (CommitsKnown.Exactly or CommitsKnown.AtLeast) || row.Commits > MostOfOne) continue;
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

    public void Add(StoredRow row)
    {
        var id = row.GetInt64(0);
        if (!_deployments.TryGetValue(id, out var deployment)) _deployments[id] = deployment = new Collected();
        var commit = new DeployedCommit(
            row.GetShared(2), ObjectId.ToHex(row.Span(3)), row.GetShared(4),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)), row.GetShared(6), row.GetString(10));
        if (row.GetInt64(1) != 0)
            deployment.AddRemoved(commit);
        else
            deployment.Add(commit, row.GetInt64(7) != 0, (int?)row.Number(8), StoredLists.Read(row.Text(9)));
    }

    public DeploymentCommits? Find(long id) => _deployments.GetValueOrDefault(id)?.Finish();

    private sealed class Collected
    {
        private const int Shown = 10;

        private readonly List<(string Text, int Uses)> _authors = new(1);
        private readonly List<(string Text, int Uses)> _types = new(1);
        private readonly List<DeployedCommit> _brought = [];

        // Many deployments have none of these.
        private List<(string Repository, string Key)>? _issues;
        private List<(string Repository, int Number)>? _pullRequests;
        private List<DeployedCommit>? _takenBack;
        private DateTimeOffset? _oldest;
        private bool _breaking;
        private int _removed;

        public void Add(DeployedCommit commit, bool breaking, int? pullRequest, IReadOnlyList<string> issues)
        {
            Count(_authors, commit.Author);
            Count(_types, commit.ChangeType);
            foreach (var key in issues) (_issues ??= []).Add((commit.Repository, key));
            if (pullRequest is { } number) (_pullRequests ??= []).Add((commit.Repository, number));
            _breaking |= breaking;
            if (_oldest is null || commit.Time < _oldest) _oldest = commit.Time;
            Keep(_brought, commit);
        }

        public void AddRemoved(DeployedCommit commit)
        {
            _removed++;
            Keep(_takenBack ??= [], commit);
        }

        public DeploymentCommits Finish() => new()
        {
            Removed = _removed,
            Oldest = _oldest,
            Breaking = _breaking,
            Authors = MostUsed(_authors),
            ChangeTypes = MostUsed(_types),
            Issues = _issues is null ? [] : Sorted(_issues, ByKey),
            PullRequests = _pullRequests is null ? [] : Sorted(_pullRequests, HighestFirst),
            Newest = _brought.Count > 0 ? _brought : _takenBack ?? [],
        };

        // Few different ones, so that looking through them is faster than a table of each deployment.
        private static void Count(List<(string Text, int Uses)> texts, string text)
        {
            for (var i = 0; i < texts.Count; i++)
            {
                if (texts[i].Text != text) continue;
                texts[i] = (text, texts[i].Uses + 1);
                return;
            }

            texts.Add((text, 1));
        }

        private static readonly Comparer<(string Repository, int Number)> HighestFirst = Comparer<(string Repository, int Number)>.Create(
            (left, right) => left.Number != right.Number
                ? right.Number - left.Number : string.CompareOrdinal(left.Repository, right.Repository));

        private static readonly Comparer<(string Repository, string Key)> ByKey = Comparer<(string Repository, string Key)>.Create(
            (left, right) => left.Key != right.Key
                ? string.CompareOrdinal(left.Key, right.Key) : string.CompareOrdinal(left.Repository, right.Repository));

        /// <summary>Each once, in order.</summary>
        private static List<T> Sorted<T>(List<T> items, IComparer<T> order)
        {
            if (items.Count == 1) return items;
            items.Sort(order);
            var kept = 1;
            for (var i = 1; i < items.Count; i++)
                if (order.Compare(items[i], items[kept - 1]) != 0) items[kept++] = items[i];
            items.RemoveRange(kept, items.Count - kept);
            return items;
        }

        private static List<string> MostUsed(List<(string Text, int Uses)> texts)
        {
            if (texts.Count > 1) texts.Sort((left, right) => left.Uses != right.Uses ? right.Uses - left.Uses : string.CompareOrdinal(left.Text, right.Text));
            return texts.ConvertAll(use => use.Text);
        }

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
