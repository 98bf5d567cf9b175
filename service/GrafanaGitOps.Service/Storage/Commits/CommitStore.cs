using System.Runtime.CompilerServices;
using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>Commits with their paths, and the branches that reach them.</summary>
public sealed class CommitStore
{
    /// <summary>Bytes of paths of commits that are kept in memory.</summary>
    private const long KeptPaths = 32 << 20;

    private readonly Database _database;
    private readonly ApplicationCache _applications;
    private readonly ILogger _logger;
    private readonly CommitPathMemory _paths = new(KeptPaths);

    internal CommitStore(Database database, ApplicationCache applications, ILogger logger) =>
        (_database, _applications, _logger) = (database, applications, logger);

    /// <summary>
    /// Stores a batch of commits with their paths in one transaction; commits that are there already stay as they are.
    /// They show in answers once a branch reaches them (<see cref="MoveBranchesAsync"/>), so an index that was cut off shows nothing half.
    /// </summary>
    public async Task<AppendResult> AppendAsync(long repositoryId, IReadOnlyList<Commit> commits, CancellationToken cancellationToken)
    {
        List<CommitRecord> records = new(commits.Count);
        List<RejectedCommit> rejected = [];
        foreach (var commit in commits)
        {
            if (CommitRecord.TryCreate(commit, out var record, out var reason)) records.Add(record);
            else rejected.Add(Reject(repositoryId, commit.Sha, reason));
        }

        var result = await _database.WriteAsync(
            async transaction =>
            {
                var stored = await transaction.AppendAsync(repositoryId, records);
                return (stored, stored.Stored > 0 ? WriteEffect.Answers : WriteEffect.None);
            },
            cancellationToken);
        return result with { Rejected = rejected };
    }

    /// <summary>
    /// Records moves of branches in one transaction: heads, which commits each branch reaches, and the history of moves.
    /// Every gained commit must be stored; of the first branch that is held to its head and to their number alone. Commits that no branch reaches any more stay, marked with the moment.
    /// A move that is recorded already changes nothing; a deleted branch loses all it reached.
    /// </summary>
    /// <exception cref="InvalidOperationException">A branch does not stand where the move begins, or a gained commit is not stored; nothing was recorded.</exception>
    public Task MoveBranchesAsync(long repositoryId, IReadOnlyList<BranchMove> moves, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            async transaction =>
            {
                var changed = false;
                foreach (var move in moves) changed |= await new BranchWriter(transaction, repositoryId).MoveAsync(move);
                return (changed, changed ? WriteEffect.Answers : WriteEffect.None);
            },
            cancellationToken);

    /// <summary>The branches as last recorded; where the next incremental read starts.</summary>
    public Task<IReadOnlyList<BranchHead>> GetBranchHeadsAsync(long repositoryId, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<BranchHead>>(
            async transaction => (await transaction.QueryAsync<(string Name, byte[] Head)>(
                "SELECT name, head FROM branches WHERE repository_id = @repositoryId AND head IS NOT NULL ORDER BY name",
                new { repositoryId })).ConvertAll(branch => new BranchHead(branch.Name, ObjectId.ToHex(branch.Head))),
            cancellationToken);

    /// <summary>
    /// Matching commits, newest first (committer time, then object id), streamed; at most the filter's limit. All rows are of one moment.
    /// A search reads the messages of every commit that the other filters leave, so its time grows with the time range.
    /// </summary>
    public async IAsyncEnumerable<CommitRow> ReadAsync(CommitFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var transaction = await _database.BeginReadAsync(cancellationToken);
        await foreach (var row in new CommitSearch(transaction, _applications, _paths).ReadAsync(filter)) yield return row;
    }

    /// <summary>Where the commits, named by the numbers of their rows, are deployed and where they wait.</summary>
    public Task<CommitRollouts> ReadRolloutsAsync(IReadOnlyList<long> commits, CancellationToken cancellationToken) => _database.ReadAsync(
        async transaction =>
        {
            var reaches = new CommitRolloutReader();
            var parameters = new { ids = transaction.Dialect.Ids(commits) };
            await foreach (var row in transaction.RowsAsync(CommitRolloutReader.DeployedSql(transaction.Dialect), parameters)) reaches.AddDeployed(row);
            await foreach (var row in transaction.RowsAsync(CommitRolloutReader.PendingSql(transaction.Dialect), parameters)) reaches.AddPending(row);
            return reaches.Finish(await _applications.FindAsync(reaches.Applications, transaction));
        },
        cancellationToken);

    /// <summary>Distinct values in the given repositories (all when empty) that contain the text, most used first for authors and scopes, else sorted.</summary>
    public Task<IReadOnlyList<string>> ReadValuesAsync(
        ValueKind kind, IReadOnlyList<string> repositories, string? search, int limit, CancellationToken cancellationToken)
    {
        var query = new ValueQuery(_database.Dialect, kind, repositories, search, limit);
        return _database.QueryAsync<string>(query.Sql, query.Parameters, cancellationToken);
    }

    /// <summary>The commits of a repository that were stored after a row, in that order. Also those that no branch reaches.</summary>
    public async IAsyncEnumerable<GraphRow> ReadGraphAsync(
        long repositoryId, long afterRow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // By row, as they lie on the disk: the index of the repository would lead to each one apart, and they would have to be sorted.
        var sql =
            $"""
            SELECT id, sha, parents, committer_time, files FROM commits
            WHERE id > @afterRow AND {_database.Dialect.WithoutIndex("repository_id")} = @repositoryId ORDER BY id
            """;
        await using var transaction = await _database.BeginReadAsync(cancellationToken);
        await foreach (var row in transaction.RowsAsync(sql, new { repositoryId, afterRow }))
            yield return new GraphRow(row.GetInt64(0), row.Bytes(1)!, row.Bytes(2)!, row.GetInt64(3), row.GetInt64(4));
    }

    /// <summary>The paths that these commits changed.</summary>
    public IAsyncEnumerable<TouchRow> ReadTouchesAsync(IReadOnlyList<long> commits, CancellationToken cancellationToken) => ReadTouchesAsync(
        TouchQueries.OfCommits(_database.Dialect), new { commits = _database.Dialect.Ids(commits) }, cancellationToken);

    /// <summary>The commits that changed these files or what is in these folders, path by path; any path where none are given.</summary>
    public IAsyncEnumerable<TouchRow> ReadTouchesAsync(
        long repositoryId, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        parameters.Add("repositoryId", repositoryId);
        if (paths.Count > 0) parameters.Add("paths", _database.Dialect.List(paths));
        return ReadTouchesAsync(TouchQueries.OfPaths(_database.Dialect, isAny: paths.Count == 0), parameters, cancellationToken);
    }

    /// <summary>The paths below a folder that any commit changed, in the order of their bytes; the empty folder is the root.</summary>
    public async IAsyncEnumerable<string> ReadPathsAsync(
        long repositoryId, string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var below = folder.Length == 0 ? "" : "AND path >= @folder || '/' AND path < @folder || '0'";
        var sql = $"SELECT path FROM paths WHERE repository_id = @repositoryId {below} ORDER BY path";
        await using var transaction = await _database.BeginReadAsync(cancellationToken);
        await foreach (var row in transaction.RowsAsync(sql, new { repositoryId, folder })) yield return row.GetString(0);
    }

    private async IAsyncEnumerable<TouchRow> ReadTouchesAsync(
        string sql, object parameters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var transaction = await _database.BeginReadAsync(cancellationToken);
        var (last, path) = (0L, "");
        await foreach (var row in transaction.RowsAsync(sql, parameters))
        {
            if (row.GetInt64(0) != last) (last, path) = (row.GetInt64(0), row.GetString(1));
            yield return new TouchRow(path, row.GetInt64(2));
        }
    }

    private RejectedCommit Reject(long repositoryId, string sha, string reason)
    {
        var shown = StoredText.Clean(sha, 64);
        Log.Rejected(_logger, shown, repositoryId, reason);
        return new RejectedCommit(shown, reason);
    }
}
