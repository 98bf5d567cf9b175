namespace GrafanaGitOps.Service.Inbox;

/// <summary>How many deliveries are taken at the same time, and how many bytes they hold together: nobody has proved anything yet when they arrive.</summary>
internal sealed class Admission(int places, long bytes)
{
    private readonly Lock _gate = new();
    private int _taken;
    private long _size;

    /// <summary>A place for one of at most this size, given back by disposing it; null when there is none.</summary>
    public IDisposable? TryEnter(long size)
    {
        lock (_gate)
        {
            if (_taken == places || (_taken > 0 && _size + size > bytes)) return null;
            _taken++;
            _size += size;
            return new Place(this, size);
        }
    }

    private sealed class Place(Admission owner, long size) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._taken--;
                owner._size -= size;
            }
        }
    }
}
