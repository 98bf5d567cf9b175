using GrafanaGitOps.Service.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace GrafanaGitOps.Service.Storage.Sqlite;

/// <summary>Runs row statements, each prepared at its first use.</summary>
internal sealed class SqliteRowWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<object, SqliteStatement> _prepared = [];

    public void Run<TRow>(RowStatement<TRow> statement, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
    {
        if (!_prepared.TryGetValue(statement, out var prepared))
            _prepared[statement] = prepared = new SqliteStatement(connection, Sql(statement));
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var column in statement.Columns) Bind(prepared, column, row);
            prepared.Execute();
        }
    }

    public void Dispose()
    {
        foreach (var prepared in _prepared.Values) prepared.Dispose();
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
