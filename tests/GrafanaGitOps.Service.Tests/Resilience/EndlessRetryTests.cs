using GrafanaGitOps.Service.Resilience;
using Microsoft.Extensions.Time.Testing;
using Polly;

namespace GrafanaGitOps.Service.Tests.Resilience;

public sealed class EndlessRetryTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<TimeSpan> _pauses = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Transient_failures_are_tried_again_for_as_long_as_it_takes_with_bounded_pauses()
    {
        var running = Pipeline().ExecuteAsync(
            _ => _pauses.Count < 40 ? throw new IOException("away") : ValueTask.FromResult("there"), Cancellation).AsTask();
        while (!running.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        (await running).Should().Be("there");
        _pauses.Should().HaveCount(40).And.OnlyContain(pause => pause <= TimeSpan.FromSeconds(30));
        _pauses.Skip(20).Should().OnlyContain(pause => pause > TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Other_failures_are_not_tried_again()
    {
        var running = Pipeline().ExecuteAsync(_ => throw new ArgumentException("ours"), Cancellation).AsTask();

        await running.Invoking(one => one).Should().ThrowAsync<ArgumentException>();
        _pauses.Should().BeEmpty();
    }

    [Fact]
    public async Task Cancellation_ends_a_pause()
    {
        using var stop = new CancellationTokenSource();
        var running = Pipeline().ExecuteAsync(_ => throw new IOException("away"), stop.Token).AsTask();
        await Wait.UntilAsync(() => _pauses.Count == 1);
        await stop.CancelAsync();

        await running.Invoking(one => one).Should().ThrowAsync<OperationCanceledException>();
    }

    private ResiliencePipeline Pipeline() => EndlessRetry.Create(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), _clock, exception => exception is IOException, retry =>
        {
            _pauses.Add(retry.RetryDelay);
            return ValueTask.CompletedTask;
        });
}
