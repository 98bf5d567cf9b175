using System.Data.Common;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Rows;
using Npgsql;
using NpgsqlTypes;

namespace GrafanaGitOps.Service.Storage.Postgres;

/// <summary>Runs a row statement over all its rows in one round trip; each column travels as an array.</summary>
internal sealed class PostgresBulkWriter : BulkWriter
{
    public override Task<AppendResult> AppendAsync(
        DbTransaction transaction, long repositoryId, IReadOnlyList<CommitRecord> commits, CancellationToken cancellationToken) =>
        new PostgresCommitWriter((NpgsqlTransaction)transaction, repositoryId, cancellationToken).AppendAsync(commits);

    public override async Task RunAsync<TRow>(
        DbTransaction transaction, RowStatement<TRow> statement, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql(statement), (NpgsqlConnection)transaction.Connection!, (NpgsqlTransaction)transaction);
        foreach (var column in statement.Columns) command.Parameters.Add(Parameter(column, rows));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task<IReadOnlyList<long>> ReserveIdsAsync(DatabaseTransaction transaction, string table, int count) =>
        await transaction.QueryAsync<long>(
            "SELECT nextval(pg_get_serial_sequence(@table, 'id')) FROM generate_series(1, @count)", new { table, count });

    public override Task PrepareMonthsAsync(DatabaseTransaction transaction, string table, IEnumerable<DateTimeOffset> moments) =>
        PostgresMonths.PrepareAsync(transaction, table, moments);

    public override Task<int> DropMonthsAsync(DatabaseTransaction transaction, string table, DateTimeOffset before) =>
        PostgresMonths.DropAsync(transaction, table, before);

    private static NpgsqlParameter Parameter<TRow>(Column<TRow> column, IReadOnlyCollection<TRow> rows) => column.Type switch
    {
        ColumnType.Integer => new() { Value = Array(rows, column.Integer!), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
        ColumnType.Text => new() { Value = Array(rows, column.Text!), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        _ => new() { Value = Array(rows, column.Blob!), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
    };

    private static T[] Array<TRow, T>(IReadOnlyCollection<TRow> rows, Func<TRow, T> value) => [.. rows.Select(value)];

    private static string Sql<TRow>(RowStatement<TRow> statement)
    {
        var names = string.Join(", ", statement.Columns.Select(column => column.Name));
        var arrays = string.Join(", ", statement.Columns.Select((column, index) => $"${index + 1}::{Name(column.Type)}[]"));
        var rows = $"unnest({arrays}) AS u ({names})";
        var where = string.Join(" AND ", statement.Key.Select(column => $"t.{column.Name} = u.{column.Name}"));
        var insert = $"INSERT INTO {statement.Table} ({names}) OVERRIDING SYSTEM VALUE SELECT * FROM {rows}";
        return statement.Action switch
        {
            // Overriding, because ids are reserved before.
            RowAction.Insert => insert,
            RowAction.InsertIfAbsent => $"{insert} ON CONFLICT DO NOTHING",
            RowAction.Update =>
                $"""
                UPDATE {statement.Table} AS t SET {string.Join(", ", statement.Values.Select(column => $"{column.Name} = u.{column.Name}"))}
                FROM {rows} WHERE {where}
                """,
            _ => $"DELETE FROM {statement.Table} AS t USING {rows} WHERE {where}",
        };
    }

    private static string Name(ColumnType type) => type switch
    {
        ColumnType.Integer => "bigint",
        ColumnType.Text => "text",
        _ => "bytea",
    };
}
