using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Plugin;
using GrafanaGitOps.Service.Tests.Queries;

namespace GrafanaGitOps.Service.Tests.Plugin;

public sealed class LiveChannelsTests(QueryFixture fixture) : IClassFixture<QueryFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Repositories_follow_each_change()
    {
        using var runner = fixture.Runner();
        var channel = new LiveChannels(fixture.Stores, runner, 100, TimeProvider.System).Find("repositories")!;
        using (var initial = await channel.Initial(Cancellation)) Assert.Equal(0, initial.RowCount);
        await using var frames = channel.Run(Cancellation).GetAsyncEnumerator(Cancellation);

        Assert.Equal(0, await NextAsync(frames));
        await fixture.Store.UpsertRepositoryAsync(new RepositoryState { Name = "new", Url = "https://example.org/new.git" }, Cancellation);
        Assert.Equal(1, await NextAsync(frames));
    }

    [Fact]
    public void Channel_that_does_not_exist_is_not_found()
    {
        using var runner = fixture.Runner();
        Assert.Null(new LiveChannels(fixture.Stores, runner, 100, TimeProvider.System).Find("commits"));
    }

    private static async Task<int> NextAsync(IAsyncEnumerator<Frame> frames)
    {
        Assert.True(await frames.MoveNextAsync());
        using var frame = frames.Current;
        return frame.RowCount;
    }
}
