using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Tests.Storage;

namespace GrafanaGitOps.Service.Tests.Delivery;

public sealed class PostgresDeliveryTests : DeliveryContract
{
    private TestPostgres? _database;

    protected override async Task<StorageOptions?> CreateAsync()
    {
        _database = await TestPostgres.CreateAsync(TestContext.Current.CancellationToken);
        return new StorageOptions { Postgres = _database.Connection };
    }

    protected override async ValueTask DropAsync()
    {
        if (_database is not null) await _database.DropAsync();
    }
}
