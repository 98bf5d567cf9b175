using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>Bytes of paths of commits that are kept in memory.</summary>
    private const long CommitPaths = 32 << 20;

    private readonly CommitPathMemory _commitPaths = new(CommitPaths);

    /// <summary>
    /// Matching commits, newest first (committer time, then object id), streamed; at most the filter's limit. All rows are of one moment.
    /// A search reads the messages of every commit that the other filters leave, so its time grows with the time range.
    /// </summary>
    public async IAsyncEnumerable<CommitRow> ReadCommitsAsync(CommitFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        var query = new CommitQuery(_dialect, filter);
        var rows = new CommitRowReader(await ReadBranchNamesAsync(transaction, cancellationToken));
        await using var reader = await GuardAsync(() => OpenAsync(query, filter, transaction, cancellationToken), cancellationToken);
        while (await GuardAsync(() => reader.ReadAsync(cancellationToken), cancellationToken))
        {
            // The drivers do not look while they have rows at hand.
            cancellationToken.ThrowIfCancellationRequested();
            yield return rows.Read(reader.Row);
        }
    }

    private async Task<RowReader> OpenAsync(
        CommitQuery query, CommitFilter filter, DbTransaction transaction, CancellationToken cancellationToken)
    {
        (int? Index, long Count) best = (null, StorageLimits.Candidates + 1);
        foreach (var (index, probe) in query.Probes.Index())
        {
            var count = await transaction.Connection!.ExecuteScalarAsync<long>(Command(probe, query.Parameters, transaction, cancellationToken));
            if (count < best.Count) best = (index, count);
        }

        var sql = query.Sql(best.Index);
        if (query.NeedsWalk(best.Index))
        {
            var found = await WalkAsync(query, best.Index, filter, transaction, cancellationToken);
            query.Parameters.Add("found", _dialect.Ids(found));
            sql = query.FoundSql;
        }

        return await RowReader.OpenAsync(_dialect, transaction.Connection!, Command(sql, query.Parameters, transaction, cancellationToken));
    }

    private async Task<IReadOnlyCollection<long>> WalkAsync(
        CommitQuery query, int? candidates, CommitFilter filter, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var all = (await PresentAsync(transaction, cancellationToken)).Present.Count;
        var walk = new CommitWalk(new PathScope(filter.Applications!), filter.Limit, filter.Applications!.Count / (double)Math.Max(all, 1));
        while (!walk.IsOver)
        {
            await ReadAsync(query.PageSql(candidates, walk.Last, walk.PageSize), query.Parameters, walk.Add, transaction, cancellationToken);
            walk.TurnPage(await ReadPathsAsync(walk.Page, transaction, cancellationToken));
        }

        return walk.Found;
    }

    /// <summary>The paths of each of the commits, in their order: from memory as far as they are there.</summary>
    private async Task<string[][]> ReadPathsAsync(IReadOnlyList<WalkedCommit> commits, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var paths = new string[commits.Count][];
        var unknown = new Dictionary<long, List<string>>();
        foreach (var (index, commit) in commits.Index())
        {
            if (_commitPaths.Find(commit.Id) is { } known) paths[index] = known;
            else unknown.Add(commit.Id, []);
        }

        if (unknown.Count == 0) return paths;
        var parameters = new DynamicParameters();
        parameters.Add("commits", _dialect.Ids(unknown.Keys));
        await ReadAsync(
            TouchQueries.OfCommits(_dialect), parameters, row => unknown[row.GetInt64(2)].Add(row.GetShared(1)), transaction, cancellationToken);
        foreach (var (index, commit) in commits.Index())
        {
            if (!unknown.TryGetValue(commit.Id, out var read)) continue;
            paths[index] = [.. read];
            _commitPaths.Add(commit.Id, paths[index]);
        }

        return paths;
    }

    private static async Task<Dictionary<long, string>> ReadBranchNamesAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        var branches = await transaction.Connection!.QueryAsync<(long Id, string Name)>(
            Command("SELECT id, name FROM branches WHERE head IS NOT NULL", null, transaction, cancellationToken));
        return branches.ToDictionary(branch => branch.Id, branch => branch.Name);
    }

    /// <summary>Runs a statement and hands on each row, within a transaction.</summary>
    private async Task ReadAsync(
        string sql, DynamicParameters parameters, Action<StoredRow> row, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var command = Command(sql, parameters, transaction, cancellationToken);
        await GuardAsync(
            async () =>
            {
                await using var reader = await RowReader.OpenAsync(_dialect, transaction.Connection!, command);
                await ReadAllAsync(reader, row, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private static async Task ReadAllAsync(RowReader reader, Action<StoredRow> row, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            // The drivers do not look while they have rows at hand.
            cancellationToken.ThrowIfCancellationRequested();
            row(reader.Row);
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await step();
        }
        catch (DbException cause) when (cancellationToken.IsCancellationRequested && _dialect.IsInterruption(cause))
        {
            throw new OperationCanceledException("The reading was cancelled.", cause, cancellationToken);
        }
    }
}
