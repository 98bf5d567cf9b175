using System.Threading.Channels;
using GrafanaGitOps.Service.Scheduling;

namespace GrafanaGitOps.Service.Tests.Scheduling;

/// <summary>A job whose runs end when the test says so.</summary>
internal sealed class ManualJob
{
    private readonly Channel<int> _starts = Channel.CreateUnbounded<int>();
    private readonly Channel<Func<bool>> _ends = Channel.CreateUnbounded<Func<bool>>();
    private int _runs;

    public ManualJob(string name, Schedule schedule) => Job = new Job(name, schedule, RunAsync);

    public Job Job { get; }

    /// <summary>Runs that have begun.</summary>
    public int Runs => Volatile.Read(ref _runs);

    /// <summary>Waits until a run begins.</summary>
    public async Task StartedAsync() => await _starts.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Ends a run, well if nothing else is said.</summary>
    public void Finish(Func<bool>? end = null) => _ends.Writer.TryWrite(end ?? (() => true));

    /// <summary>Waits for a run and ends it.</summary>
    public async Task FinishAsync(Func<bool>? end = null)
    {
        await StartedAsync();
        Finish(end);
    }

    private async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        _starts.Writer.TryWrite(Interlocked.Increment(ref _runs));
        return (await _ends.Reader.ReadAsync(cancellationToken))();
    }
}
