using GrafanaGitOps.Service.Inbox;

namespace GrafanaGitOps.Service.Tests.Inbox;

public sealed class GroupCommitTests
{
    private readonly List<int[]> _batches = [];
    private readonly SemaphoreSlim _disk = new(0);

    [Fact]
    public async Task What_comes_while_a_batch_is_written_is_the_next_one()
    {
        using var commit = new GroupCommit<int, int>(WriteAsync);
        var first = commit.WriteAsync(0, default);
        var others = Enumerable.Range(1, 50).Select(number => commit.WriteAsync(number, default)).ToArray();

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
        var first = commit.WriteAsync(1, default);
        Task<int>[] bad = [commit.WriteAsync(-1, default), commit.WriteAsync(2, default)];
        _disk.Release(3);

        (await first).Should().Be(10);
        foreach (var one in bad) await one.Awaiting(task => task).Should().ThrowAsync<InvalidOperationException>();
        (await commit.WriteAsync(3, default)).Should().Be(30);
    }

    [Fact]
    public async Task Who_gives_up_while_another_is_written_is_not_written()
    {
        using var commit = new GroupCommit<int, int>(WriteAsync);
        using var patience = new CancellationTokenSource();
        var first = commit.WriteAsync(1, default);
        var impatient = commit.WriteAsync(2, patience.Token);
        await patience.CancelAsync();

        await impatient.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        _disk.Release(2);
        await first;
        await commit.WriteAsync(3, default);
        _batches.Should().BeEquivalentTo([new[] { 1 }, [3]], options => options.WithStrictOrdering());
    }

    private async Task<IReadOnlyList<int>> WriteAsync(IReadOnlyList<int> batch)
    {
        await _disk.WaitAsync();
        _batches.Add([.. batch]);
        return batch.Contains(-1) ? throw new InvalidOperationException("The disk is full.") : [.. batch.Select(number => number * 10)];
    }
}
