using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Delivery.Graph;

/// <summary>The history of one repository in memory, and answers about it. One caller at a time.</summary>
internal sealed class CommitHistory(long repositoryId)
{
    /// <summary>Heads whose lineages are kept; each costs 4 bytes a commit.</summary>
    private const int Lineages = 8;

    // The one that was used last comes first.
    private readonly List<Lineage> _lineages = [];

    public CommitGraph Graph { get; } = new();

    /// <summary>Reads the commits that were stored since the last time.</summary>
    public async Task LoadAsync(Store store, CancellationToken cancellationToken)
    {
        await foreach (var commit in store.Commits.ReadGraphAsync(repositoryId, Graph.LastRow, cancellationToken))
            Graph.Add(commit.Row, commit.Sha, commit.Parents, commit.CommitterTime, commit.Files > 0);
    }

    /// <summary>The commit with this object id; -1 when it is not stored, and for what is no object id.</summary>
    public int Find(string sha) => ObjectId.TryParse(sha, out var bytes) ? Graph.Find(bytes) : -1;

    /// <summary>Whether a digest has as many digits as the object ids of the repository.</summary>
    public bool MayHave(string digest) => Graph.Count == 0 || Graph.Id(0).Length * 2 == digest.Length;

    /// <summary>A commit whose object id begins with these digits, and how many there are.</summary>
    public (int Commit, int Count) FindPrefix(string digits)
    {
        var found = (Commit: -1, Count: 0);
        if (!ObjectId.TryRange(digits, out var low, out var high)) return found;
        for (var commit = 0; commit < Graph.Count; commit++)
        {
            var id = Graph.Id(commit);
            if (!Graph.IsStored(commit) || id.SequenceCompareTo(low) < 0 || id.SequenceCompareTo(high) > 0) continue;
            found = (commit, found.Count + 1);
        }

        return found;
    }

    public string Sha(int commit) => ObjectId.ToHex(Graph.Id(commit));

    /// <summary>The commits that <paramref name="to"/> reaches and <paramref name="from"/> does not; -1 for from leaves none out.</summary>
    public CommitRange Between(int from, int to) => new(Graph, LineageWith(to), from, to);

    /// <summary>Whether the second commit reaches the first, or is it.</summary>
    public bool IsAncestor(int ancestor, int commit)
    {
        var lineage = LineageWith(commit);
        return lineage.Landed(ancestor) is >= 0 and var landed && landed <= lineage.Place(commit);
    }

    /// <summary>Whether the first commit is among the second's first parents, so that what came between moved the branch on.</summary>
    public bool IsOnChain(int earlier, int commit)
    {
        var lineage = LineageWith(commit);
        return lineage.Place(earlier) is >= 0 and var place && place <= lineage.Place(commit);
    }

    private Lineage LineageWith(int commit)
    {
        var lineage = _lineages.Find(known => known.Place(commit) >= 0) ?? _lineages.Find(known => known.TryExtend(commit));
        if (lineage is null) lineage = new Lineage(Graph, commit);
        else _lineages.Remove(lineage);
        _lineages.Insert(0, lineage);
        if (_lineages.Count > Lineages) _lineages.RemoveAt(Lineages);
        return lineage;
    }
}
