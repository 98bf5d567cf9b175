using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Queries;

namespace GrafanaGitOps.Service.Tests.Queries;

public sealed class QueryCacheTests
{
    private int _made;

    [Fact]
    public async Task Same_question_at_the_same_version_is_made_once()
    {
        using var cache = new QueryCache(1_000);

        for (var i = 0; i < 3; i++) await AskAsync(cache, "a", 1);

        (_made, cache.Size).Should().Be((1, 80));
    }

    [Fact]
    public async Task New_version_forgets_the_old_answers()
    {
        using var cache = new QueryCache(1_000);

        await AskAsync(cache, "a", 1);
        await AskAsync(cache, "b", 1);
        await AskAsync(cache, "a", 2);

        (_made, cache.Size).Should().Be((3, 80));
    }

    [Fact]
    public async Task Answer_of_an_old_version_is_given_to_who_waits_for_it_and_not_kept()
    {
        using var cache = new QueryCache(1_000);
        var gate = new TaskCompletionSource();

        var waiting = AskAsync(cache, "a", 1, gate.Task, TestContext.Current.CancellationToken);
        await AskAsync(cache, "a", 2);
        gate.SetResult();
        await waiting;

        (_made, cache.Size).Should().Be((2, 80));
        await AskAsync(cache, "a", 2);
        _made.Should().Be(2);
    }

    [Fact]
    public async Task Answer_not_asked_for_the_longest_goes_first()
    {
        using var cache = new QueryCache(160);

        await AskAsync(cache, "a", 1);
        await AskAsync(cache, "b", 1);
        await AskAsync(cache, "a", 1);
        await AskAsync(cache, "c", 1);
        await AskAsync(cache, "a", 1);

        (_made, cache.Size).Should().Be((3, 160));
        await AskAsync(cache, "b", 1);
        _made.Should().Be(4);
    }

    [Fact]
    public async Task Answer_larger_than_the_cache_is_given_and_not_kept()
    {
        using var cache = new QueryCache(79);

        await AskAsync(cache, "a", 1);

        cache.Size.Should().Be(0);
    }

    [Fact]
    public async Task Questions_at_the_same_time_wait_for_one_answer()
    {
        using var cache = new QueryCache(1_000);
        var gate = new TaskCompletionSource();

        var asked = Enumerable.Range(0, 8).Select(_ => AskAsync(cache, "a", 1, gate.Task, TestContext.Current.CancellationToken)).ToList();
        asked.Should().NotContain(task => task.IsCompleted);
        gate.SetResult();
        await Task.WhenAll(asked);

        _made.Should().Be(1);
    }

    [Fact]
    public async Task Question_given_up_by_one_goes_on_for_the_others()
    {
        using var cache = new QueryCache(1_000);
        var gate = new TaskCompletionSource();
        using var giveUp = new CancellationTokenSource();

        var patient = AskAsync(cache, "a", 1, gate.Task, TestContext.Current.CancellationToken);
        var impatient = AskAsync(cache, "a", 1, gate.Task, giveUp.Token);
        await giveUp.CancelAsync();
        await FluentActions.Awaiting(() => impatient).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();
        await patient;

        _made.Should().Be(1);
    }

    [Fact]
    public async Task Question_given_up_by_all_is_cancelled()
    {
        using var cache = new QueryCache(1_000);
        var (started, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var giveUp = new CancellationTokenSource();

        var asked = cache.GetAsync(
            "a",
            1,
            async token =>
            {
                await using var registration = token.Register(cancelled.SetResult);
                started.SetResult();
                await Wait.UntilCancelledAsync(token);
                return [Make()];
            },
            giveUp.Token);
        await started.Task;
        await giveUp.CancelAsync();

        await FluentActions.Awaiting(() => asked).Should().ThrowAsync<OperationCanceledException>();
        await cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);
        cache.Size.Should().Be(0);
    }

    [Fact]
    public async Task Failed_answer_is_told_to_all_and_not_kept()
    {
        using var cache = new QueryCache(1_000);

        await FluentActions.Awaiting(() => cache.GetAsync("a", 1, _ => throw new InvalidOperationException(), TestContext.Current.CancellationToken))
            .Should().ThrowExactlyAsync<InvalidOperationException>();
        await AskAsync(cache, "a", 1);

        _made.Should().Be(1);
    }

    private Task AskAsync(QueryCache cache, string key, long version) => AskAsync(cache, key, version, Task.CompletedTask, TestContext.Current.CancellationToken);

    private async Task AskAsync(QueryCache cache, string key, long version, Task gate, CancellationToken cancellationToken)
    {
        var frames = await cache.GetAsync(
            key,
            version,
            async _ =>
            {
                await gate;
                return [Make()];
            },
            cancellationToken);
        using var frame = frames.Should().ContainSingle().Which;
        frame.RowCount.Should().Be(10);
        QueryFixture.Json(frame);
    }

    private Frame Make()
    {
        Interlocked.Increment(ref _made);
        var field = new NumberField<long>("value");
        for (var i = 0; i < 10; i++) field.Append(i);
        return new Frame("answer", field);
    }
}
