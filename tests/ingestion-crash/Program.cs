using System.Globalization;
using GrafanaGitOps.IngestionCrash;
using GrafanaGitOps.Service.Storage;
using Microsoft.Extensions.Logging.Abstractions;

// Ingests made-up commits, or looks at applications, without end, and prints "ack N" once batch N is acknowledged.
// The store's crash tests kill it.
// Arguments: sqlite FILE or postgres CONNECTION, then commits or applications, then the first batch to write.
var options = args[0] == "sqlite" ? new StorageOptions { Sqlite = args[1] } : new StorageOptions { Postgres = args[1] };
await using var store = await Store.OpenAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
var repository = await store.Repositories.UpsertAsync(CrashHistory.Repository, CancellationToken.None);
for (var batch = int.Parse(args[3], CultureInfo.InvariantCulture); ; batch++)
{
    if (args[2] == "applications")
    {
        await store.Applications.RecordAsync(CrashLooks.Batch(batch), CancellationToken.None);
    }
    else
    {
        await store.Commits.AppendAsync(repository, CrashHistory.Commits(batch), CancellationToken.None);
        Console.WriteLine($"stored {batch}");
        await store.Commits.MoveBranchesAsync(repository, CrashHistory.Moves(batch), CancellationToken.None);
    }

    Console.WriteLine($"ack {batch}");
}
