using System.Runtime.CompilerServices;
using Dapper;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>The commits of a repository that were stored after a row, in the order of their rows. Also those that no branch reaches.</summary>
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
        await using var reader = await GuardAsync(
            () => lease.Connection.ExecuteReaderAsync(Command(sql, new { repositoryId, afterRow }, null, cancellationToken)), cancellationToken);
        while (await GuardAsync(() => reader.ReadAsync(cancellationToken), cancellationToken))
            yield return new GraphRow(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2), reader.GetInt64(3), reader.GetInt64(4));
    }

    /// <summary>The paths that these commits changed.</summary>
    public IAsyncEnumerable<TouchRow> ReadTouchesOfCommitsAsync(IReadOnlyList<long> commits, CancellationToken cancellationToken) => ReadTouchesAsync(
        $"""
        SELECT p.id, p.path, cp.commit_id FROM {_dialect.IdRows("@commits")} AS k CROSS JOIN commit_paths cp CROSS JOIN paths p
        WHERE cp.commit_id = k.value AND p.id = cp.path_id
        """,
        new DynamicParameters(new Dictionary<string, object> { ["commits"] = _dialect.Ids(commits) }), cancellationToken);

    /// <summary>The commits that changed these files or what is in these folders, path by path; of all paths where none are given.</summary>
    public IAsyncEnumerable<TouchRow> ReadTouchesAsync(long repositoryId, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        parameters.Add("repositoryId", repositoryId);
        var from = "paths p";
        if (paths.Count > 0)
        {
            parameters.Add("paths", _dialect.List(paths));
            // '0' follows '/', so the range holds just what is below the folder.
            from =
                $"""
                (SELECT p.id, p.path, p.repository_id FROM {_dialect.Rows("@paths")} AS f CROSS JOIN paths p WHERE p.path = f.value
                UNION SELECT p.id, p.path, p.repository_id FROM {_dialect.Rows("@paths")} AS f CROSS JOIN paths p
                WHERE p.path >= f.value || '/' AND p.path < f.value || '0') AS p
                """;
        }

        return ReadTouchesAsync(
            $"SELECT p.id, p.path, cp.commit_id FROM {from} CROSS JOIN commit_paths cp WHERE p.repository_id = @repositoryId AND cp.path_id = p.id",
            parameters, cancellationToken);
    }

    /// <summary>The paths below a folder that any commit changed, in the order of their bytes; the empty folder is the root.</summary>
    public async IAsyncEnumerable<string> ReadPathsAsync(long repositoryId, string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var below = folder.Length == 0 ? "" : "AND path >= @folder || '/' AND path < @folder || '0'";
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var reader = await GuardAsync(
            () => lease.Connection.ExecuteReaderAsync(Command(
                $"SELECT path FROM paths WHERE repository_id = @repositoryId {below} ORDER BY path", new { repositoryId, folder }, null, cancellationToken)),
            cancellationToken);
        while (await GuardAsync(() => reader.ReadAsync(cancellationToken), cancellationToken)) yield return reader.GetString(0);
    }

    private async IAsyncEnumerable<TouchRow> ReadTouchesAsync(
        string sql, DynamicParameters parameters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var reader = await GuardAsync(
            () => lease.Connection.ExecuteReaderAsync(Command(sql, parameters, null, cancellationToken)), cancellationToken);
        var (last, path) = (0L, "");
        while (await GuardAsync(() => reader.ReadAsync(cancellationToken), cancellationToken))
        {
            if (reader.GetInt64(0) != last) (last, path) = (reader.GetInt64(0), reader.GetString(1));
            yield return new TouchRow(path, reader.GetInt64(2));
        }
    }
}
