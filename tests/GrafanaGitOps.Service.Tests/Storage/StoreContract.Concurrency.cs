using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Reader_during_a_writer_sees_whole_batches()
    {
        const int batch = 50;
        var repository = await AddRepositoryAsync();
        var writing = Task.Run(async () =>
        {
            for (var first = 1; first <= 10 * batch; first += batch)
            {
                await Store.Commits.AppendAsync(repository, Commits.Numbers(first, first + batch - 1), Cancellation);
                var move = Commits.Created("main", first + batch - 1, [.. Enumerable.Range(first, batch)]);
                await Store.Commits.MoveBranchesAsync(repository, [move with { OldHead = first == 1 ? null : Commits.Sha(first - 1) }], Cancellation);
            }
        }, Cancellation);

        var seen = 0;
        while (seen < 10 * batch)
        {
            var rows = await ReadAsync();
            (rows.Count % batch).Should().Be(0);
            rows.Count.Should().BeInRange(seen, 10 * batch);
            seen = rows.Count;
            if (writing.IsFaulted) break;
        }

        await writing;
    }

    [Fact]
    public async Task Open_stream_keeps_its_moment_while_a_writer_goes_on()
    {
        var repository = await AddAsync([.. Commits.Numbers(1, 20)]);
        await using var rows = Store.Commits.ReadAsync(new CommitFilter(), Cancellation).GetAsyncEnumerator(Cancellation);
        (await rows.MoveNextAsync()).Should().BeTrue();

        await Store.Commits.MoveBranchesAsync(repository, [Moved("main", 20, null, Later)], Cancellation);

        var left = 0;
        for (; await rows.MoveNextAsync(); left++) rows.Current.Vanished.Should().BeNull();
        left.Should().Be(19);
    }

    [Fact]
    public async Task Second_store_on_the_same_database_sees_and_adds_writes()
    {
        var repository = await AddAsync(Commits.Number(1));
        await using var second = await OpenAsync();
        var version = await second.Database.GetVersionAsync(Cancellation);

        await Task.WhenAll(
            Store.Commits.AppendAsync(repository, Commits.Numbers(2, 300), Cancellation), second.Commits.AppendAsync(repository, Commits.Numbers(200, 500), Cancellation));
        await second.Commits.MoveBranchesAsync(repository, [Moved("main", 1, 500, Later, gained: [.. Enumerable.Range(2, 499)])], Cancellation);

        (await ReadAsync()).Should().HaveCount(500);
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version + 3);
    }

    [Fact]
    public async Task Cancelled_write_leaves_nothing_and_the_store_goes_on()
    {
        var repository = await AddRepositoryAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await FluentActions.Awaiting(() => Store.Commits.AppendAsync(repository, Commits.Numbers(1, 10), cancelled.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        var result = await Store.Commits.AppendAsync(repository, Commits.Numbers(1, 10), Cancellation);

        result.Stored.Should().Be(10);
    }

    [Fact]
    public async Task Reading_that_is_cancelled_ends_as_cancelled()
    {
        await AddAsync([.. Commits.Numbers(1, 20)]);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var rows = Store.Commits.ReadAsync(new CommitFilter(), cancel.Token).GetAsyncEnumerator(cancel.Token);
        (await rows.MoveNextAsync()).Should().BeTrue();
        await cancel.CancelAsync();

        await FluentActions.Awaiting(async () =>
        {
            while (await rows.MoveNextAsync()) rows.Current.Should().NotBeNull();
        }).Should().ThrowAsync<OperationCanceledException>();

        await rows.DisposeAsync();
        (await ReadAsync()).Should().HaveCount(20);
    }
}
