using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

public sealed class PostgresStoreTests : StoreContract
{
    private TestPostgres? _database;

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
