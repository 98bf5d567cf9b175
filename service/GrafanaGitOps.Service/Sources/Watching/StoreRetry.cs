using System.Data.Common;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>Writes until the store has taken it: a database that is away comes back, and until then the watches wait.</summary>
internal sealed class StoreRetry(string cluster, ILogger logger, TimeProvider timeProvider)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Runs the write until it succeeds. Only failures of the database are tried again.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(FirstPause, LongestPause, timeProvider);
        while (true)
        {
            try
            {
                await write(cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is DbException or StorageException && !cancellationToken.IsCancellationRequested)
            {
                Log.NotRecorded(logger, exception, cluster);
                await backoff.WaitAsync(null, cancellationToken);
            }
        }
    }
}
