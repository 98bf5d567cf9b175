using System.Data.Common;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace GrafanaGitOps.Service.Storage.Sqlite;

/// <summary>Runs row statements, each prepared at its first use, row by row.</summary>
internal sealed class SqliteBulkWriter(SqliteConnection connection) : BulkWriter, IDisposable
{
    private readonly Dictionary<object, SqliteStatement> _prepared = [];
    private readonly SqliteCommitWriter _commits = new(connection);

    public override Task<AppendResult> AppendAsync(
        DbTransaction transaction, long repositoryId, IReadOnlyList<CommitRecord> commits, CancellationToken cancellationToken) =>
        Task.FromResult(_commits.Append(repositoryId, commits, cancellationToken));

    public override Task RunAsync<TRow>(
        DbTransaction transaction, RowStatement<TRow> statement, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
    {
        if (!_prepared.TryGetValue(statement, out var prepared))
            _prepared[statement] = prepared = new SqliteStatement((SqliteConnection)transaction.Connection!, Sql(statement));
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var column in statement.Columns) Bind(prepared, column, row);
            prepared.Execute();
        }

        return Task.CompletedTask;
    }

    // Nobody else writes meanwhile. Ids of the last rows are given again when those were removed, as SQLite itself does.
    public override async Task<IReadOnlyList<long>> ReserveIdsAsync(DatabaseTransaction transaction, string table, int count)
    {
        var last = await transaction.ScalarAsync<long>($"SELECT coalesce(max(id), 0) FROM {table}");
        return [.. Enumerable.Range(1, count).Select(number => last + number)];
    }

    public override void Forget() => _commits.Forget();

    public void Dispose()
    {
        foreach (var prepared in _prepared.Values) prepared.Dispose();
        _commits.Dispose();
    }

    private static void Bind<TRow>(SqliteStatement prepared, Column<TRow> column, TRow row)
    {
        if (column.Integer is not null) prepared.Bind(column.Integer(row));
        else if (column.Text is not null) prepared.Bind(column.Text(row));
        else prepared.BindBlob(column.Blob!(row));
    }

    private static string Sql<TRow>(RowStatement<TRow> statement)
    {
        var where = string.Join(" AND ", statement.Key.Select((column, index) => $"{column.Name} = ?{index + 1}"));
        var set = string.Join(", ", statement.Values.Select((column, index) => $"{column.Name} = ?{statement.Key.Count + index + 1}"));
        return statement.Action switch
        {
            RowAction.Insert or RowAction.InsertIfAbsent =>
                $"""
                INSERT INTO {statement.Table} ({string.Join(", ", statement.Columns.Select(column => column.Name))})
                VALUES ({string.Join(", ", Enumerable.Range(1, statement.Columns.Count).Select(number => $"?{number}"))})
                {(statement.Action == RowAction.Insert ? "" : "ON CONFLICT DO NOTHING")}
                """,
            RowAction.Update => $"UPDATE {statement.Table} SET {set} WHERE {where}",
            _ => $"DELETE FROM {statement.Table} WHERE {where}",
        };
    }
}
