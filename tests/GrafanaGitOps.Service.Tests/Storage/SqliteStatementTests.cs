using Dapper;
using GrafanaGitOps.Service.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace GrafanaGitOps.Service.Tests.Storage;

public sealed class SqliteStatementTests
{
    /// <summary>Few different values, so that a parameter often holds already what it is given, or held it two rows before.</summary>
    [Fact]
    public async Task Rows_hold_what_was_bound_for_them_and_nothing_of_rows_before()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync("CREATE TABLE rows (id INTEGER PRIMARY KEY, number INTEGER UNIQUE, a INTEGER, b TEXT, c BLOB)");
        var (random, expected) = (new Random(20261122), new List<(long, long?, string?, string?)>());
        using (var insert = new SqliteStatement(connection, "INSERT INTO rows (number, a, b, c) VALUES (?, ?, ?, ?)"))
        {
            for (var number = 1; number <= 500; number++)
            {
                long? a = random.Next(3) is 0 ? null : random.Next(2);
                var b = random.Next(4) switch { 0 => null, 1 => "", 2 => "same", _ => $"other {random.Next(2)}" };
                byte[]? c = random.Next(3) is 0 ? null : [(byte)random.Next(2)];
                // A row that is refused leaves what was bound, too.
                if (random.Next(5) == 0) FluentActions.Invoking(() => insert.Bind(1).Bind(7).Bind("refused").BindBlob([7]).Insert()).Should().ThrowExactly<SqliteException>();
                else if (number == 1) a = 1;
                insert.Bind(number).Bind(a).Bind(b).BindBlob(c).Insert();
                expected.Add((number, a, b, c is null ? null : Convert.ToHexString(c)));
            }
        }

        (await connection.QueryAsync<(long, long?, string?, string?)>("SELECT number, a, b, CASE WHEN c IS NOT NULL THEN hex(c) END FROM rows ORDER BY number"))
            .Should().Equal(expected);
    }
}
