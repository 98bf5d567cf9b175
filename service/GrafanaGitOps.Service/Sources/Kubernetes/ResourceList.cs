using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using GrafanaGitOps.Service.Sources.Kubernetes.Json;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>
/// Reads a whole collection in pages. When the server has forgotten the version of the first page meanwhile, reading starts over, because the
/// pages of two versions do not make one truth; the last attempt asks for everything at once, which cannot expire.
/// </summary>
internal sealed class ResourceList(ApiRequester requester, ResourceQuery query, int pageSize, TimeProvider timeProvider)
{
    private const int PagedAttempts = 2;

    /// <summary>Version of the list, from which a watch goes on; known when the items have been read.</summary>
    public string ResourceVersion { get; private set; } = "";

    /// <summary>Called when reading starts over: what was handed out so far will come again.</summary>
    public Action? Restarted { get; set; }

    /// <summary>Items of the collection. After a restart items come again, possibly in newer versions.</summary>
    public async IAsyncEnumerable<RawObject> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var expired = 0;
        var next = "";
        while (true)
        {
            using var response = await TryGetPageAsync(next, expired < PagedAttempts ? pageSize : 0, cancellationToken);
            if (response is null)
            {
                expired++;
                next = "";
                Restarted?.Invoke();
                continue;
            }

            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var json = new JsonStreamReader(stream, KubernetesLimits.MaxObjectBytes, KubernetesLimits.ResponseTimeout, timeProvider, cancellationToken);
            var page = new ListPageReader(json);
            await foreach (var item in page.ReadItemsAsync()) yield return item;
            ResourceVersion = page.ResourceVersion;
            next = page.Continue;
            if (next.Length == 0) yield break;
        }
    }

    /// <summary>Null when the list has expired between two pages.</summary>
    private async Task<HttpResponseMessage?> TryGetPageAsync(string next, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await requester.GetAsync(
                query.Path(("limit", limit > 0 ? limit.ToString(CultureInfo.InvariantCulture) : null), ("continue", next)), cancellationToken);
        }
        catch (KubernetesException exception) when (exception.Status == HttpStatusCode.Gone && next.Length > 0)
        {
            return null;
        }
    }
}
