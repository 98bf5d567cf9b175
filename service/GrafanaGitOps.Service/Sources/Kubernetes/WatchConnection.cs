using System.Globalization;
using GrafanaGitOps.Service.Sources.Kubernetes.Json;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>One open watch, from a resource version until the server or a fault ends it.</summary>
internal sealed class WatchConnection : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;
    private readonly JsonStreamReader _json;

    private WatchConnection(HttpResponseMessage response, Stream stream, JsonStreamReader json)
    {
        _response = response;
        _stream = stream;
        _json = json;
    }

    public static async Task<WatchConnection> OpenAsync(
        ApiRequester requester, ResourceQuery query, string resourceVersion, TimeSpan lifetime, TimeSpan silence, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var path = query.Path(
            ("watch", "1"),
            ("allowWatchBookmarks", "true"),
            ("resourceVersion", resourceVersion),
            ("timeoutSeconds", Math.Max(1, (long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
        var response = await requester.GetAsync(path, cancellationToken);
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return new WatchConnection(
                response, stream, new JsonStreamReader(stream, KubernetesLimits.MaxObjectBytes, silence, timeProvider, cancellationToken));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>The next event, or null when the server has ended the watch in good order.</summary>
    /// <exception cref="TimeoutException">Nothing came for the longest silence; the connection may be dead.</exception>
    public async ValueTask<WatchEvent?> ReadAsync() =>
        await _json.PeekAsync() < 0 ? null : WatchEvent.Read(await _json.ReadValueAsync());

    /// <summary>Shortens the silence that is borne now. By any thread.</summary>
    public void ExpectWithin(TimeSpan time) => _json.ExpectWithin(time);

    public async ValueTask DisposeAsync()
    {
        _json.Dispose();
        await _stream.DisposeAsync();
        _response.Dispose();
    }
}
