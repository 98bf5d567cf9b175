using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

public sealed class SqliteStoreTests : StoreContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-store-");

    protected override Task<StorageOptions> CreateAsync() =>
        Task.FromResult(new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "gitops.db") });

    protected override Task<(StorageOptions Options, Func<Task> Drop)> CreateAnotherAsync() => Task.FromResult<(StorageOptions, Func<Task>)>(
        (new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "another", "gitops.db") }, () => Task.CompletedTask));

    protected override ValueTask DropAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
