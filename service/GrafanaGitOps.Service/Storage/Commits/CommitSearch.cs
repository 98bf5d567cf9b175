using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>Finds the commits of a filter: chooses the plan that looks at the fewest rows, and runs it.</summary>
/// <param name="transaction">Where it reads.</param>
/// <param name="applications">Applications in memory.</param>
/// <param name="known">Paths of commits in memory.</param>
internal sealed class CommitSearch(DatabaseTransaction transaction, ApplicationCache applications, CommitPathMemory known)
{
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

    private async Task<IReadOnlyCollection<long>> WalkAsync(CommitQuery query, int? candidates, CommitFilter filter)
    {
        var all = (await applications.GetAsync(transaction)).Present.Count;
        var walk = new CommitWalk(new PathScope(filter.Applications!), filter.Limit, filter.Applications!.Count / (double)Math.Max(all, 1));
        while (!walk.IsOver)
        {
            await foreach (var row in transaction.RowsAsync(query.PageSql(candidates, walk.Last, walk.PageSize), query.Parameters)) walk.Add(row);
            walk.TurnPage(await ReadPathsAsync(walk.Page));
        }

        return walk.Found;
    }

    /// <summary>The paths of each of the commits, in their order: from memory as far as they are there.</summary>
    private async Task<string[][]> ReadPathsAsync(IReadOnlyList<WalkedCommit> commits)
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
}
