using System.Runtime.CompilerServices;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Plugin;

/// <summary>What panels can follow without asking again: <c>repositories</c>.</summary>
public sealed class LiveChannels(StoreAccess stores, QueryRunner queries, int limit, TimeProvider timeProvider)
{
    /// <summary>Changes that come faster are shown together.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private QueryRequest Request => new(RepositoriesQuery.Definition) { Limit = limit };

    /// <summary>The channel; null when there is none of that name.</summary>
    public LiveChannel? Find(string path) =>
        path == RepositoriesQuery.Definition.Name ? new LiveChannel(RunAsync, FollowAsync) : null;

    private async Task<Frame> RunAsync(CancellationToken cancellationToken) => (await queries.RunAsync(Request, cancellationToken))[0];

    private async IAsyncEnumerable<Frame> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var store = await stores.GetAsync(cancellationToken);
        while (true)
        {
            // Asked for before the frame is made, so that no write between the two is missed.
            var written = store.WaitForWriteAsync(cancellationToken);
            yield return await RunAsync(cancellationToken);
            await Task.Delay(ShortestPause, timeProvider, cancellationToken);
            await written;
        }
    }
}
