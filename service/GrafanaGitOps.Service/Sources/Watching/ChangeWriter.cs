using System.Threading.Channels;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>Where the scopes of one watcher put their changes. Counts them, so that others can tell when all of them have been dealt with.</summary>
internal sealed class ChangeWriter<T>(ChannelWriter<ResourceChange<T>> channel)
{
    private long _count;

    /// <summary>Changes up to now, those included that still wait for room.</summary>
    public long Count => Interlocked.Read(ref _count);

    public ValueTask WriteAsync(ResourceChange<T> change, CancellationToken cancellationToken)
    {
        // Before it is written: whoever sees what follows from the change (WatchState.LastAlive) must see it counted.
        Interlocked.Increment(ref _count);
        return channel.WriteAsync(change, cancellationToken);
    }

    public void Fail(Exception exception) => channel.TryComplete(exception);
}
