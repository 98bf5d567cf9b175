namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>
/// Finds the newest commits that concern some applications: takes commits newest first, page by page, and looks at the paths of each in memory.
/// Collecting the stored paths of thousands of applications first, to let the database look, took three times as long.
/// </summary>
/// <param name="scope">The paths of the applications.</param>
/// <param name="limit">Commits that are wanted.</param>
/// <param name="share">The part of all commits that may be expected to concern the applications: 1 for all of them.</param>
internal sealed class CommitWalk(PathScope scope, int limit, double share)
{
    private const int SmallestPage = 1_024;

    // The share is but expected.
    private const int LargestFirstPage = 8_192;

    private const int LargestPage = 20_000;

    private readonly List<WalkedCommit> _page = [];
    private readonly List<long> _found = [];
    private int _walked;

    /// <summary>Ids of all commits so far that concern the applications, newest first: a page more than are wanted at most.</summary>
    public IReadOnlyList<long> Found => _found;

    /// <summary>The commits that were added since the last page was turned, newest first.</summary>
    public IReadOnlyList<WalkedCommit> Page => _page;

    /// <summary>Commits of the page to be read next.</summary>
    public int PageSize { get; private set; } = PageFor(limit, share, LargestFirstPage);

    /// <summary>The last commit of the page before it; null for the first one.</summary>
    public CommitPosition? Last { get; private set; }

    /// <summary>Enough are found, or there is no further page.</summary>
    public bool IsOver { get; private set; } = scope.IsEmpty;

    /// <param name="row">Id of the commit, its repository, time and object id.</param>
    public void Add(StoredRow row)
    {
        var commit = new WalkedCommit(row.GetInt64(0), row.GetInt64(1));
        _page.Add(commit);
        if (_page.Count == PageSize) Last = new CommitPosition(row.GetInt64(2), row.Bytes(3)!, commit.Repository);
    }

    /// <summary>The page was read: looks at it, and makes the next one as long as the share of commits that were found makes likely to be enough.</summary>
    /// <param name="paths">The paths of each commit of the page.</param>
    public void TurnPage(IReadOnlyList<string[]> paths)
    {
        foreach (var (index, commit) in _page.Index())
            if (scope.CoversAny(commit.Repository, paths[index])) _found.Add(commit.Id);
        IsOver = _page.Count < PageSize || _found.Count >= limit;
        _walked += _page.Count;
        _page.Clear();
        PageSize = PageFor(limit - _found.Count, Math.Max(_found.Count, 1) / (double)_walked, LargestPage);
    }

    private static int PageFor(int wanted, double share, int largest) => (int)Math.Clamp(1.1 * wanted / share, SmallestPage, largest);
}

/// <summary>The rows of a commit and of its repository.</summary>
internal readonly record struct WalkedCommit(long Id, long Repository);

/// <summary>A place in the order of commits.</summary>
/// <param name="Time">Committer time in Unix milliseconds.</param>
/// <param name="Sha">Object id.</param>
/// <param name="Repository">Row of the repository.</param>
internal sealed record CommitPosition(long Time, byte[] Sha, long Repository);
