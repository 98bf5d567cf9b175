using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrafanaGitOps.Service.Tests.Storage;

public sealed class PostgresStoreTests : StoreContract
{
    private TestPostgres? _database;

    [Fact]
    public async Task Months_of_activities_are_tables_that_are_dropped_whole()
    {
        await using var store = await Store.OpenAsync(await CreateAsync(), NullLoggerFactory.Instance, Cancellation);
        var months = Enumerable.Range(0, 4).Select(month => new DateTimeOffset(2026, 11, 28, 23, 59, 59, TimeSpan.Zero).AddMonths(month)).ToList();
        await store.Activities.AppendAsync([.. months.Select(at => new Activity { At = at, Kind = ActivityKind.Push, Source = "s", Key = "k", Title = "t" })], Cancellation);

        (await MonthsAsync(store)).Should().Equal("activities_2026_11", "activities_2026_12", "activities_2027_01", "activities_2027_02");
        (await store.Activities.ForgetAsync(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), Cancellation)).Should().Be(0, "whole months are dropped");
        (await MonthsAsync(store)).Should().Equal("activities_2027_01", "activities_2027_02");
    }

    private static Task<List<string>> MonthsAsync(Store store) => store.Database.ReadAsync(
        transaction => transaction.QueryAsync<string>("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'activities'::regclass ORDER BY 1"), Cancellation);

    protected override async Task<StorageOptions> CreateAsync()
    {
        _database ??= await TestPostgres.CreateAsync(Cancellation);
        return new StorageOptions { Postgres = _database.Connection };
    }

    protected override async Task<(StorageOptions Options, Func<Task> Drop)> CreateAnotherAsync()
    {
        var another = await TestPostgres.CreateAsync(Cancellation);
        return (new StorageOptions { Postgres = another.Connection }, another.DropAsync);
    }

    protected override async ValueTask DropAsync()
    {
        if (_database is not null) await _database.DropAsync();
    }
}
