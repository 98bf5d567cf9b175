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
    public async Task<IReadOnlyList<Frame>> GetAsync(
        string key, long version, Func<CancellationToken, Task<IReadOnlyList<Frame>>> make, CancellationToken cancellationToken)
    {
        Flight flight;
        lock (_gate)
        {
            if (Find(key, version) is { } known) return Answer.Share(known);
            if (!_flights.TryGetValue((key, version), out flight!)) _flights[(key, version)] = flight = new Flight(make);
            flight.Waiters++;
        }

        try
        {
            return Answer.Share(await flight.Frames.WaitAsync(cancellationToken));
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

    private IReadOnlyList<Frame>? Find(string key, long version)
    {
        if (!_entries.TryGetValue(key, out var entry)) return null;
        if (entry.Value.Version != version)
        {
            Remove(entry);
            return null;
        }

        _byUse.Remove(entry);
        _byUse.AddFirst(entry);
        return entry.Value.Frames;
    }

    /// <summary>Whoever leaves last takes the answer into the cache, or ends a computation that nobody waits for any more.</summary>
    private void Leave(string key, long version, Flight flight)
    {
        lock (_gate)
        {
            if (--flight.Waiters > 0) return;
            _flights.Remove((key, version));
            if (flight.Frames.IsCompletedSuccessfully) Keep(key, version, flight.Frames.Result);
            flight.Dispose();
        }
    }

    private void Keep(string key, long version, IReadOnlyList<Frame> frames)
    {
        var size = Answer.Size(frames);
        if (size > capacity)
        {
            Answer.Dispose(frames);
            return;
        }

        if (_entries.TryGetValue(key, out var older)) Remove(older);
        _entries[key] = _byUse.AddFirst(new Entry(key, version, size, frames));
        Size += size;
        while (Size > capacity) Remove(_byUse.Last!);
    }

    private void Remove(LinkedListNode<Entry> entry)
    {
        _byUse.Remove(entry);
        _entries.Remove(entry.Value.Key);
        Size -= entry.Value.Size;
        Answer.Dispose(entry.Value.Frames);
    }

    private readonly record struct Entry(string Key, long Version, long Size, IReadOnlyList<Frame> Frames);

    /// <summary>An answer that is being made, and how many wait for it.</summary>
    private sealed class Flight : IDisposable
    {
        private readonly CancellationTokenSource _abandoned = new();

        public Flight(Func<CancellationToken, Task<IReadOnlyList<Frame>>> make)
        {
            var token = _abandoned.Token;
            Frames = Task.Run(() => make(token), token);
        }

        public Task<IReadOnlyList<Frame>> Frames { get; }

        public int Waiters { get; set; }

        /// <summary>Ends a computation that is still running, and throws away what it may yet come to.</summary>
        public void Dispose()
        {
            if (!Frames.IsCompleted) _ = ThrowAwayAsync();
            _abandoned.Cancel();
            _abandoned.Dispose();
        }

        private async Task ThrowAwayAsync()
        {
            await ((Task)Frames).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Frames.IsCompletedSuccessfully) Answer.Dispose(Frames.Result);
        }
    }
}
