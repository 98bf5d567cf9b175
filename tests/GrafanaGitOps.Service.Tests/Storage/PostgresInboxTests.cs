using Dapper;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Inbox;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>What is pushed to a replica that does not collect.</summary>
public sealed class PostgresInboxTests : IAsyncLifetime
{
    private readonly TestLogs _logs = new();
    private TestPostgres _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestPostgres.CreateAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_database is not null) await _database.DropAsync();
        _logs.Dispose();
    }

    [Fact]
    public async Task Delivery_waits_for_no_writer_of_the_ledger_and_for_no_term()
    {
        await using var store = await OpenAsync();
        await using var writer = new NpgsqlConnection(_database.Connection);
        await writer.OpenAsync(Cancellation);
        await using var transaction = await writer.BeginTransactionAsync(Cancellation);
        // As the replica that collects does, in a new term.
        await writer.ExecuteAsync("UPDATE ledger SET term = term + 1");

        var taken = await store.Inbox.AddAsync([new NewDelivery("github", "a", "push", DateTimeOffset.UnixEpoch, [1])], Cancellation);

        taken.Should().ContainSingle(one => one.IsNew);
    }

    [Fact]
    public async Task Replica_that_collects_hears_of_it()
    {
        await using var leading = await OpenAsync();
        await using var follower = await OpenAsync();
        await using var candidate = await leading.Database.StandAsync(TimeSpan.FromSeconds(5), Cancellation);
        (await candidate.TryLeadAsync(Cancellation)).Should().BeTrue();
        var listening = candidate.WaitAsync(Cancellation);
        // Time stands still, so that nothing but the signal wakes it.
        var arrival = leading.Inbox.WaitForArrivalAsync(new FakeTimeProvider(), Cancellation);

        await follower.Inbox.AddAsync([new NewDelivery("github", "a", "push", DateTimeOffset.UnixEpoch, [1])], Cancellation);

        await arrival;
        await listening;
    }

    private Task<Store> OpenAsync() => Store.OpenAsync(new StorageOptions { Postgres = _database.Connection }, _logs, Cancellation);
}
