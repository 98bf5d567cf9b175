using GrafanaGitOps.Service.Inbox;

namespace GrafanaGitOps.Service.Tests.Inbox;

public sealed class GroupCommitTests : IDisposable
{
    private readonly List<int[]> _batches = [];
    private readonly SemaphoreSlim _disk = new(0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task What_comes_while_a_batch_is_written_is_the_next_one()
    {
        using var commit = new GroupCommit<int, int>(WriteAsync);
        var first = commit.WriteAsync(0, Cancellation);
        var others = Enumerable.Range(1, 50).Select(number => commit.WriteAsync(number, Cancellation)).ToArray();

        _disk.Release(2);

        (await first).Should().Be(0);
        (await Task.WhenAll(others)).Should().Equal(Enumerable.Range(1, 50).Select(number => number * 10));
        _batches.Should().HaveCount(2);
        _batches[1].Should().Equal(Enumerable.Range(1, 50));
    }

    [Fact]
    public async Task What_fails_a_batch_fails_each_of_it_and_no_other()
    {
        using var commit = new GroupCommit<int, int>(WriteAsync);
        var first = commit.WriteAsync(1, Cancellation);
        Task<int>[] bad = [commit.WriteAsync(-1, Cancellation), commit.WriteAsync(2, Cancellation)];
        _disk.Release(3);

        (await first).Should().Be(10);
        foreach (var one in bad) await one.Awaiting(task => task).Should().ThrowAsync<InvalidOperationException>();
        (await commit.WriteAsync(3, Cancellation)).Should().Be(30);
    }

    [Fact]
    public async Task Who_gives_up_while_another_is_written_is_not_written()
    {
        using var commit = new GroupCommit<int, int>(WriteAsync);
        using var patience = new CancellationTokenSource();
        var first = commit.WriteAsync(1, Cancellation);
        var impatient = commit.WriteAsync(2, patience.Token);
        await patience.CancelAsync();

        await impatient.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        _disk.Release(2);
        await first;
        await commit.WriteAsync(3, Cancellation);
        _batches.SelectMany(batch => batch).Should().Equal(1, 3);
    }

    private async Task<IReadOnlyList<int>> WriteAsync(IReadOnlyList<int> batch)
    {
        await _disk.WaitAsync(Cancellation);
        _batches.Add([.. batch]);
        return batch.Contains(-1) ? throw new InvalidOperationException("The disk is full.") : [.. batch.Select(number => number * 10)];
    }
}
