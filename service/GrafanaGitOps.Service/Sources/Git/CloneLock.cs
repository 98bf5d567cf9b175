using System.Collections.Concurrent;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>The right to change a clone. Parts of one process wait for each other; another process is refused by the lock file.</summary>
internal sealed class CloneLock : IDisposable
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim _gate;
    private readonly FileStream _file;

    private CloneLock(SemaphoreSlim gate, FileStream file) => (_gate, _file) = (gate, file);

    public static async Task<CloneLock> TakeAsync(string folder, Func<FileStream> open, CancellationToken cancellationToken)
    {
        var gate = Gates.GetOrAdd(folder, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            return new CloneLock(gate, open());
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _gate.Release();
    }
}
