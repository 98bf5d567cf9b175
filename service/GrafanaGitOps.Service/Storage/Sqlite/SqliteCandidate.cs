using GrafanaGitOps.Service.Storage.Leading;

namespace GrafanaGitOps.Service.Storage.Sqlite;

/// <summary>
/// Leads by a lock on a file beside the database, which the operating system takes back as soon as the process ends, however it ends. SQLite tells
/// nobody of writes, so one that does not lead takes it that there was one each time that it looks.
/// </summary>
/// <param name="file">The database.</param>
/// <param name="interval">Time between two looks.</param>
/// <param name="written">Called for what another process may have written.</param>
internal sealed class SqliteCandidate(string file, TimeSpan interval, Action written) : LeaderCandidate
{
    /// <summary>EAGAIN, as Linux and macOS number it: another process has the lock.</summary>
    private static readonly int[] Taken = [11, 35];

    private FileStream? _lock;

    public override Task<bool> TryLeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _lock = new FileStream(file + "-leader", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return Task.FromResult(true);
        }
        catch (IOException cause) when (Taken.Contains(cause.HResult))
        {
            return Task.FromResult(false);
        }
    }

    public override async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(interval, cancellationToken);
        if (_lock is null) written();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_lock is not null) await _lock.DisposeAsync();
    }
}
