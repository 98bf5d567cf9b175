using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Delivery;

public sealed class SqliteDeliveryTests : DeliveryContract
{
    protected override Task<StorageOptions?> CreateAsync() => Task.FromResult<StorageOptions?>(null);

    protected override ValueTask DropAsync() => ValueTask.CompletedTask;
}
