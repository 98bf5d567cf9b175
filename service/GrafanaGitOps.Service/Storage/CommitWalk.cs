using System.Text;

namespace GrafanaGitOps.Service.Storage;

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

    // Each page passes over those before it: many of them would take longer than all that is looked at.
    private const int LargestPage = 500_000;

    private readonly HashSet<long> _found = [];
    private readonly char[] _path = new char[StorageLimits.Path];
    private bool _sawRow;

    /// <summary>Ids of all commits of the pages so far that concern the applications: a page more than are wanted at most.</summary>
    public IReadOnlyCollection<long> Found => _found;

    /// <summary>Commits of the page to be read next.</summary>
    public int Page { get; private set; } = PageFor(limit, share, LargestFirstPage);

    /// <summary>Commits of all pages before it.</summary>
    public long Offset { get; private set; }

    /// <summary>Enough are found, or the page before this one was empty.</summary>
    public bool IsOver { get; private set; } = scope.IsEmpty;

    /// <param name="row">Id of the commit, its repository, one of its paths.</param>
    public void Add(StoredRow row)
    {
        _sawRow = true;
        var commit = row.GetInt64(0);
        if (_found.Contains(commit)) return;
        var length = Encoding.UTF8.GetChars(row.Span(2), _path);
        if (scope.Covers(row.GetInt64(1), _path.AsSpan(0, length))) _found.Add(commit);
    }

    /// <summary>The page was read: the next one is as long as the share of commits that were found makes likely to be enough.</summary>
    public void TurnPage()
    {
        Offset += Page;
        IsOver = !_sawRow || _found.Count >= limit;
        _sawRow = false;
        Page = PageFor(limit - _found.Count, Math.Max(_found.Count, 1) / (double)Offset, LargestPage);
    }

    private static int PageFor(int wanted, double share, int largest) => (int)Math.Clamp(1.1 * wanted / share, SmallestPage, largest);
}
