using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Service.Queries;

/// <summary>
/// Remembers answers while the store's version stands, within a limit of bytes; the answer that was not asked for the longest goes first.
/// Questions that are asked again while the answer is being made wait for that answer.
/// </summary>
/// <param name="capacity">Bytes; 0 remembers nothing.</param>
public sealed class QueryCache(long capacity) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private readonly Dictionary<(string Key, long Version), Flight> _flights = [];

    /// <summary>Bytes of the remembered answers.</summary>
    public long Size { get; private set; }

    /// <summary>The answer at this version, remembered or made; the caller disposes it.</summary>
    public async Task<Frame> GetAsync(string key, long version, Func<CancellationToken, Task<Frame>> make, CancellationToken cancellationToken)
    {
        Flight flight;
        lock (_gate)
        {
            if (Find(key, version) is { } known) return known.Share();
            if (!_flights.TryGetValue((key, version), out flight!)) _flights[(key, version)] = flight = new Flight(make);
            flight.Waiters++;
        }

        try
        {
            return (await flight.Answer.WaitAsync(cancellationToken)).Share();
        }
        finally
        {
            Leave(key, version, flight);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            while (_byUse.Last is { } entry) Remove(entry);
        }
    }

    private Frame? Find(string key, long version)
    {
        if (!_entries.TryGetValue(key, out var entry)) return null;
        if (entry.Value.Version != version)
        {
            Remove(entry);
            return null;
        }

        _byUse.Remove(entry);
        _byUse.AddFirst(entry);
        return entry.Value.Frame;
    }

    /// <summary>Whoever leaves last takes the answer into the cache, or ends a computation that nobody waits for any more.</summary>
    private void Leave(string key, long version, Flight flight)
    {
        lock (_gate)
        {
            if (--flight.Waiters > 0) return;
            _flights.Remove((key, version));
            if (flight.Answer.IsCompletedSuccessfully) Keep(key, version, flight.Answer.Result);
            flight.Dispose();
        }
    }

    private void Keep(string key, long version, Frame frame)
    {
        if (frame.Size > capacity)
        {
            frame.Dispose();
            return;
        }

        if (_entries.TryGetValue(key, out var older)) Remove(older);
        _entries[key] = _byUse.AddFirst(new Entry(key, version, frame));
        Size += frame.Size;
        while (Size > capacity) Remove(_byUse.Last!);
    }

    private void Remove(LinkedListNode<Entry> entry)
    {
        _byUse.Remove(entry);
        _entries.Remove(entry.Value.Key);
        Size -= entry.Value.Frame.Size;
        entry.Value.Frame.Dispose();
    }

    private readonly record struct Entry(string Key, long Version, Frame Frame);

    /// <summary>An answer that is being made, and how many wait for it.</summary>
    private sealed class Flight : IDisposable
    {
        private readonly CancellationTokenSource _abandoned = new();

        public Flight(Func<CancellationToken, Task<Frame>> make)
        {
            var token = _abandoned.Token;
            Answer = Task.Run(() => make(token), token);
        }

        public Task<Frame> Answer { get; }

        public int Waiters { get; set; }

        /// <summary>Ends a computation that is still running, and throws away what it may yet come to.</summary>
        public void Dispose()
        {
            if (!Answer.IsCompleted) _ = ThrowAwayAsync();
            _abandoned.Cancel();
            _abandoned.Dispose();
        }

        private async Task ThrowAwayAsync()
        {
            await ((Task)Answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Answer.IsCompletedSuccessfully) Answer.Result.Dispose();
        }
    }
}
