using System.Data.Common;

namespace GrafanaGitOps.Service.Storage;

/// <summary>
/// Statements of opening and indexing, on ADO.NET alone. Dapper compiles code for each kind of row and of parameters that it meets,
/// which answers earn back all day, and a process that indexes once does not.
/// </summary>
internal static class PlainSql
{
    /// <summary>The number of rows that changed.</summary>
    public static Task<int> ExecuteAsync(
        DbTransaction transaction, string sql, CancellationToken cancellationToken, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        ExecuteAsync(Command(transaction, sql, parameters), cancellationToken);

    /// <summary>The first column of the first row, which must be there and a number.</summary>
    public static Task<long> ScalarAsync(
        DbTransaction transaction, string sql, CancellationToken cancellationToken, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        ScalarAsync(Command(transaction, sql, parameters), cancellationToken);

    /// <summary>Hands over every row while the reader stands on it.</summary>
    public static Task ReadAsync(
        DbTransaction transaction, string sql, Action<DbDataReader> read, CancellationToken cancellationToken,
        params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        ReadAsync(Command(transaction, sql, parameters), read, cancellationToken);

    public static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static byte[]? Bytes(DbDataReader row, int column) => row.IsDBNull(column) ? null : (byte[])row.GetValue(column);

    private static async Task<int> ExecuteAsync(DbCommand command, CancellationToken cancellationToken)
    {
        await using (command) return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<long> ScalarAsync(DbCommand command, CancellationToken cancellationToken)
    {
        await using (command) return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ReadAsync(DbCommand command, Action<DbDataReader> read, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken)) read(rows);
        }
    }

    private static DbCommand Command(DbTransaction transaction, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = transaction.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
