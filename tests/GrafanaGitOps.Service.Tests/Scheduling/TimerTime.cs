using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Service.Tests.Scheduling;

/// <summary>A clock that the test moves, and that tells when somebody begins to wait for it.</summary>
internal sealed class TimerTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Waits until a timer is set; its time.</summary>
    public async Task<TimeSpan> NextPauseAsync() => await _pauses.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _pauses.Writer.TryWrite(dueTime);
        return timer;
    }
}
