using System.Runtime.CompilerServices;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Queries.Applications;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Plugin;

/// <summary>
/// What panels can follow without asking again: <c>repositories</c>, and <c>sync_status</c> with filters behind it as far as Grafana lets them into
/// a channel's name (letters, digits, <c>_ - . =</c>): <c>sync_status/environment=production/cluster=a</c>.
/// </summary>
public sealed class LiveChannels(StoreAccess stores, QueryRunner queries, WebLinks links, int limit, TimeProvider timeProvider)
{
    /// <summary>Changes that come faster are shown together.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private QueryRequest Request => new(RepositoriesQuery.Definition) { Limit = limit };

    /// <summary>The channel; null when there is none of that name.</summary>
    public LiveChannel? Find(string path)
    {
        var parts = path.Split('/');
        if (path == RepositoriesQuery.Definition.Name) return new LiveChannel(RunAsync, FollowAsync);
        if (parts[0] != SyncStatusQuery.Definition.Name || ReadFilter(parts[1..]) is not { } filter) return null;
        return new LiveChannel(token => FollowAsync(filter, token).FirstAsync(token).AsTask(), token => FollowAsync(filter, token));
    }

    private static ApplicationFilter? ReadFilter(string[] parts)
    {
        var pairs = parts.Select(part => part.Split('=', 2)).ToList();
        var known = SyncStatusQuery.Definition.Parameters.Where(parameter => parameter.Kind == ParameterKind.List).ToDictionary(parameter => parameter.Option);
        if (!pairs.TrueForAll(pair => pair is [var option, not ""] && known.ContainsKey(option))) return null;
        var values = pairs.GroupBy(pair => known[pair[0]].Name)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(pair => pair[1])]);
        return CommonParameters.FilterOf(new QueryRequest(SyncStatusQuery.Definition) { Values = values, Limit = 1 });
    }

    private async Task<Frame> RunAsync(CancellationToken cancellationToken) => (await queries.RunAsync(Request, cancellationToken))[0];

    private async IAsyncEnumerable<Frame> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var store = await stores.GetAsync(cancellationToken);
        while (true)
        {
            // Asked for before the frame is made, so that no write between the two is missed.
            var written = store.Database.WaitForWriteAsync(cancellationToken);
            yield return await RunAsync(cancellationToken);
            await Task.Delay(ShortestPause, timeProvider, cancellationToken);
            await written;
        }
    }

    private async IAsyncEnumerable<Frame> FollowAsync(ApplicationFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = new SyncStatusFeed(await stores.GetAsync(cancellationToken), filter, links, limit, timeProvider);
        await foreach (var frame in feed.FollowAsync(cancellationToken)) yield return frame;
    }
}
