using Dapper;
using GrafanaGitOps.Service.Storage.Postgres;
using Npgsql;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>A schema of its own on the server that GITOPS_TEST_POSTGRES names.</summary>
internal sealed class TestPostgres(string connection, string name)
{
    public string Connection { get; } = new NpgsqlConnectionStringBuilder(connection) { SearchPath = name }.ToString();

    public static async Task<TestPostgres> CreateAsync(CancellationToken cancellationToken)
    {
        var connection = Environment.GetEnvironmentVariable("GITOPS_TEST_POSTGRES");
        Prerequisite.Require(connection is not null, "GITOPS_TEST_POSTGRES is not set: start a server with scripts/postgres.sh start DIR and set it to what that prints.");
        var name = $"gitops_{Guid.NewGuid():N}";
        await ExecuteAsync(connection!, $"CREATE SCHEMA {name}", cancellationToken);
        return new TestPostgres(connection!, name);
    }

    /// <summary>Ends the connection of the replica that collects, as a failing network or server would.</summary>
    public async Task TerminateLeaderAsync()
    {
        await using var server = new NpgsqlConnection(Connection);
        var ended = await server.QueryAsync<bool>(
            $"""
            SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE locktype = 'advisory' AND granted
                AND classid = {PostgresCandidate.LeaderLock} AND objid = {PostgresCandidate.LedgerNumber}
            """);
        ended.Should().ContainSingle().Which.Should().BeTrue();
    }

    public Task DropAsync() => ExecuteAsync(connection, $"SET client_min_messages = warning; DROP SCHEMA {name} CASCADE", CancellationToken.None);

    private static async Task ExecuteAsync(string connection, string sql, CancellationToken cancellationToken)
    {
        await using var server = new NpgsqlConnection(connection);
        await server.ExecuteAsync(new CommandDefinition(sql, cancellationToken: cancellationToken));
    }
}
