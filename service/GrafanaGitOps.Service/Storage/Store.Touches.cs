using System.Runtime.CompilerServices;
using Dapper;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>The commits of a repository that were stored after a row, in that order. Also those that no branch reaches.</summary>
    public async IAsyncEnumerable<GraphRow> ReadGraphAsync(
        long repositoryId, long afterRow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // By row, as they lie on the disk: the index of the repository would lead to each one apart, and they would have to be sorted.
        var sql =
            $"""
            SELECT id, sha, parents, committer_time, files FROM commits
            WHERE id > @afterRow AND {_dialect.WithoutIndex("repository_id")} = @repositoryId ORDER BY id
            """;
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        var command = Command(sql, new { repositoryId, afterRow }, null, cancellationToken);
        await using var reader = await GuardAsync(() => RowReader.OpenAsync(_dialect, lease.Connection, command), cancellationToken);
        while (await GuardAsync(() => reader.ReadAsync(cancellationToken), cancellationToken))
        {
            var row = reader.Row;
            yield return new GraphRow(row.GetInt64(0), row.Bytes(1)!, row.Bytes(2)!, row.GetInt64(3), row.GetInt64(4));
        }
    }

    /// <summary>The paths that these commits changed.</summary>
    public IAsyncEnumerable<TouchRow> ReadTouchesOfCommitsAsync(
        IReadOnlyList<long> commits, CancellationToken cancellationToken) => ReadTouchesAsync(
        TouchQueries.OfCommits(_dialect),
        new DynamicParameters(new Dictionary<string, object> { ["commits"] = _dialect.Ids(commits) }), cancellationToken);

    /// <summary>The commits that changed these files or what is in these folders, path by path; any path where none are given.</summary>
    public IAsyncEnumerable<TouchRow> ReadTouchesAsync(
        long repositoryId, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        parameters.Add("repositoryId", repositoryId);
        if (paths.Count > 0) parameters.Add("paths", _dialect.List(paths));
        return ReadTouchesAsync(TouchQueries.OfPaths(_dialect, isAny: paths.Count == 0), parameters, cancellationToken);
    }

    /// <summary>The paths below a folder that any commit changed, in the order of their bytes; the empty folder is the root.</summary>
    public async IAsyncEnumerable<string> ReadPathsAsync(
        long repositoryId, string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var below = folder.Length == 0 ? "" : "AND path >= @folder || '/' AND path < @folder || '0'";
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        var sql = $"SELECT path FROM paths WHERE repository_id = @repositoryId {below} ORDER BY path";
        var command = Command(sql, new { repositoryId, folder }, null, cancellationToken);
        await using var reader = await GuardAsync(() => RowReader.OpenAsync(_dialect, lease.Connection, command), cancellationToken);
        while (await GuardAsync(() => reader.ReadAsync(cancellationToken), cancellationToken)) yield return reader.Row.GetString(0);
    }

    private async IAsyncEnumerable<TouchRow> ReadTouchesAsync(
        string sql, DynamicParameters parameters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var reader = await GuardAsync(
            () => RowReader.OpenAsync(_dialect, lease.Connection, Command(sql, parameters, null, cancellationToken)), cancellationToken);
        var (last, path) = (0L, "");
        while (await GuardAsync(() => reader.ReadAsync(cancellationToken), cancellationToken))
        {
            if (reader.Row.GetInt64(0) != last) (last, path) = (reader.Row.GetInt64(0), reader.Row.GetString(1));
            yield return new TouchRow(path, reader.Row.GetInt64(2));
        }
    }
}
