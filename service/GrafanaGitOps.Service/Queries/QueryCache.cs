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

    // Of one version, made and being made.
    private readonly Dictionary<string, Answer> _answers = [];
    private long _version;
    private long _uses;

    /// <summary>Bytes of the remembered answers.</summary>
    public long Size { get; private set; }

    /// <summary>The answer at this version, remembered or made; the caller disposes it.</summary>
    public async Task<IReadOnlyList<Frame>> GetAsync(
        string key, long version, Func<CancellationToken, Task<IReadOnlyList<Frame>>> make, CancellationToken cancellationToken)
    {
        Answer answer;
        lock (_gate)
        {
            if (version != _version) Forget();
            _version = version;
            if (!_answers.TryGetValue(key, out answer!)) _answers[key] = answer = new Answer(make);
            answer.Waiters++;
            answer.LastUse = ++_uses;
        }

        try
        {
            return [.. (await answer.Frames.WaitAsync(cancellationToken)).Select(frame => frame.Share())];
        }
        finally
        {
            lock (_gate) Leave(key, answer);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate) Forget();
    }

    /// <summary>Whoever waits for one of the answers still gets it.</summary>
    private void Forget()
    {
        foreach (var answer in _answers.Values.Where(answer => answer.Waiters == 0)) answer.Dispose();
        _answers.Clear();
        Size = 0;
    }

    /// <summary>Whoever leaves last keeps the answer, or ends a computation that nobody waits for any more.</summary>
    private void Leave(string key, Answer answer)
    {
        if (--answer.Waiters > 0) return;
        if (_answers.GetValueOrDefault(key) != answer) answer.Dispose();
        else if (answer.Size is null) Keep(key, answer);
    }

    private void Keep(string key, Answer answer)
    {
        answer.Size = answer.Frames.IsCompletedSuccessfully ? answer.Frames.Result.Sum(frame => frame.Size) : long.MaxValue;
        if (answer.Size > capacity)
        {
            _answers.Remove(key);
            answer.Dispose();
            return;
        }

        Size += answer.Size.Value;
        while (Size > capacity)
        {
            var (last, oldest) = _answers.Where(one => one.Value.Waiters == 0).MinBy(one => one.Value.LastUse);
            _answers.Remove(last);
            Size -= oldest.Size!.Value;
            oldest.Dispose();
        }
    }

    /// <summary>An answer that is made, or being made.</summary>
    private sealed class Answer : IDisposable
    {
        private readonly CancellationTokenSource _abandoned = new();

        public Answer(Func<CancellationToken, Task<IReadOnlyList<Frame>>> make)
        {
            var token = _abandoned.Token;
            Frames = Task.Run(() => make(token), token);
        }

        public Task<IReadOnlyList<Frame>> Frames { get; }

        public int Waiters { get; set; }

        public long LastUse { get; set; }

        /// <summary>Null until it is kept.</summary>
        public long? Size { get; set; }

        /// <summary>Ends a computation that is still running, and throws away what it came to, or may yet come to.</summary>
        public void Dispose()
        {
            _ = ThrowAwayAsync();
            _abandoned.Cancel();
            _abandoned.Dispose();
        }

        private async Task ThrowAwayAsync()
        {
            await ((Task)Frames).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!Frames.IsCompletedSuccessfully) return;
            foreach (var frame in Frames.Result) frame.Dispose();
        }
    }
}
