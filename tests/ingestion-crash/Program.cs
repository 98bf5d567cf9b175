using System.Globalization;
using GrafanaGitOps.IngestionCrash;
using GrafanaGitOps.Service.Storage;
using Microsoft.Extensions.Logging.Abstractions;

// Ingests made-up commits without end, and prints "ack N" once batch N is acknowledged. The store's crash test kills it.
// Arguments: sqlite FILE or postgres CONNECTION, then the first batch to write.
var options = args[0] == "sqlite" ? new StorageOptions { Sqlite = args[1] } : new StorageOptions { Postgres = args[1] };
await using var store = await Store.OpenAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
var repository = await store.UpsertRepositoryAsync(CrashHistory.Repository, CancellationToken.None);
for (var batch = int.Parse(args[2], CultureInfo.InvariantCulture); ; batch++)
{
    await store.AppendCommitsAsync(repository, CrashHistory.Commits(batch), CancellationToken.None);
    Console.WriteLine($"stored {batch}");
    await store.MoveBranchesAsync(repository, CrashHistory.Moves(batch), CancellationToken.None);
    Console.WriteLine($"ack {batch}");
}
