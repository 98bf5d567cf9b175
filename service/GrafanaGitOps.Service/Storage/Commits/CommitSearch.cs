using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>Finds the commits of a filter: chooses the plan that looks at the fewest rows, and runs it.</summary>
/// <param name="transaction">Where it reads.</param>
/// <param name="applications">Applications in memory.</param>
/// <param name="known">Paths of commits in memory.</param>
internal sealed class CommitSearch(DatabaseTransaction transaction, ApplicationCache applications, CommitPathMemory known)
{
    private const int SmallestPage = 1_024;

    // How many of the commits concern the applications is but expected.
    private const int LargestFirstPage = 8_192;

    private const int LargestPage = 20_000;

    private readonly Dialect _dialect = transaction.Dialect;

    public async IAsyncEnumerable<CommitRow> ReadAsync(CommitFilter filter)
    {
        var query = new CommitQuery(_dialect, filter);
        var branches = await transaction.QueryAsync<(long Id, string Name)>("SELECT id, name FROM branches WHERE head IS NOT NULL");
        var rows = new CommitRowReader(branches.ToDictionary(branch => branch.Id, branch => branch.Name));
        await foreach (var row in transaction.RowsAsync(await PlanAsync(query, filter), query.Parameters)) yield return rows.Read(row);
    }

    private async Task<string> PlanAsync(CommitQuery query, CommitFilter filter)
    {
        (int? Index, long Count) best = (null, StorageLimits.Candidates + 1);
        foreach (var (index, probe) in query.Probes.Index())
        {
            var count = await transaction.ScalarAsync<long>(probe, query.Parameters);
            if (count < best.Count) best = (index, count);
        }

        if (!query.NeedsWalk(best.Index)) return query.Sql(best.Index);
        query.Parameters.Add("found", _dialect.Ids(await WalkAsync(query, best.Index, filter)));
        return query.FoundSql;
    }

    /// <summary>
    /// The newest commits that concern the applications, a page more than are wanted at most: takes commits newest first, page by page, and looks
    /// at the paths of each in memory. Collecting the stored paths of thousands of applications first, to let the database look, took three times
    /// as long.
    /// </summary>
    private async Task<IReadOnlyCollection<long>> WalkAsync(CommitQuery query, int? candidates, CommitFilter filter)
    {
        var scope = new PathScope(filter.Applications!);
        if (scope.IsEmpty) return [];
        var all = (await applications.GetAsync(transaction)).Present.Count;
        // The part of all commits that may be expected to concern the applications.
        var share = filter.Applications!.Count / (double)Math.Max(all, 1);
        var (found, page, walked) = (new List<long>(), new List<WalkedCommit>(), 0);
        var size = PageFor(filter.Limit, share, LargestFirstPage);
        CommitPosition? last = null;
        do
        {
            page.Clear();
            await foreach (var row in transaction.RowsAsync(query.PageSql(candidates, last, size), query.Parameters))
            {
                page.Add(new WalkedCommit(row.GetInt64(0), row.GetInt64(1)));
                if (page.Count == size) last = new CommitPosition(row.GetInt64(2), row.Bytes(3)!, row.GetInt64(1));
            }

            var paths = await ReadPathsAsync(page);
            found.AddRange(page.Where((commit, index) => scope.CoversAny(commit.Repository, paths[index])).Select(commit => commit.Id));
            walked += page.Count;
            if (page.Count < size) break;
            size = PageFor(filter.Limit - found.Count, Math.Max(found.Count, 1) / (double)walked, LargestPage);
        }
        while (found.Count < filter.Limit);

        return found;
    }

    private static int PageFor(int wanted, double share, int largest) => (int)Math.Clamp(1.1 * wanted / share, SmallestPage, largest);

    /// <summary>The paths of each of the commits, in their order: from memory as far as they are there.</summary>
    private async Task<string[][]> ReadPathsAsync(List<WalkedCommit> commits)
    {
        var paths = new string[commits.Count][];
        var unknown = new Dictionary<long, List<string>>();
        foreach (var (index, commit) in commits.Index())
        {
            if (known.Find(commit.Id) is { } found) paths[index] = found;
            else unknown.Add(commit.Id, []);
        }

        if (unknown.Count == 0) return paths;
        await foreach (var row in transaction.RowsAsync(TouchQueries.OfCommits(_dialect), new { commits = _dialect.Ids(unknown.Keys) }))
            unknown[row.GetInt64(2)].Add(row.GetShared(1));
        foreach (var (index, commit) in commits.Index())
        {
            if (!unknown.TryGetValue(commit.Id, out var read)) continue;
            paths[index] = [.. read];
            known.Add(commit.Id, paths[index]);
        }

        return paths;
    }

    /// <summary>The rows of a commit and of its repository.</summary>
    private readonly record struct WalkedCommit(long Id, long Repository);
}

/// <summary>A place in the order of commits.</summary>
/// <param name="Time">Committer time in Unix milliseconds.</param>
/// <param name="Sha">Object id.</param>
/// <param name="Repository">Row of the repository.</param>
internal sealed record CommitPosition(long Time, byte[] Sha, long Repository);
