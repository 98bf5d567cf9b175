using System.Net;
using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Sources.Kubernetes.Access;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>Gets from one API server in limited time and turns everything that goes wrong into <see cref="KubernetesException"/>.</summary>
internal sealed class ApiRequester(ClusterConnection connection, TimeProvider timeProvider) : IDisposable
{
    public string Server => connection.Server;

    public string Cluster => connection.Name;

    /// <summary>The answer, once its header has come; the caller disposes it.</summary>
    public Task<HttpResponseMessage> GetAsync(string pathAndQuery, CancellationToken cancellationToken) => LimitAsync(
        async token =>
        {
            var response = await connection.GetAsync(pathAndQuery, token);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await RefusalAsync(response, pathAndQuery, token);
        },
        $"{Server} did not answer within {KubernetesLimits.ResponseTimeout.TotalSeconds} s.",
        cancellationToken);

    /// <summary>A whole answer of limited size.</summary>
    public async Task<ReadOnlyMemory<byte>> GetBytesAsync(string pathAndQuery, int maxBytes, CancellationToken cancellationToken)
    {
        using var response = await GetAsync(pathAndQuery, cancellationToken);
        var content = await LimitAsync(
            token => ReadLimitedAsync(response, maxBytes, token), $"the answer to {pathAndQuery} did not end in time.", cancellationToken);
        return content.Length <= maxBytes ? content
            : throw new KubernetesException($"Cluster {Cluster}: the answer to {pathAndQuery} is larger than {maxBytes} bytes.");
    }

    public void Dispose() => connection.Dispose();

    private async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> ask, string late, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(KubernetesLimits.ResponseTimeout, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await ask(both.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KubernetesException($"Cluster {Cluster}: {late}", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            var cause = exception is HttpRequestException { InnerException: { } inner } ? $"{exception.Message} {inner.Message}" : exception.Message;
            throw new KubernetesException($"Cluster {Cluster}: {Server} cannot be reached: {ForeignText.Line(cause, ForeignText.MessageLength)}", exception);
        }
    }

    private async Task<KubernetesException> RefusalAsync(HttpResponseMessage response, string pathAndQuery, CancellationToken cancellationToken)
    {
        var status = ApiStatus.Read(await ReadLimitedAsync(response, KubernetesLimits.MaxErrorBytes, cancellationToken));
        var reason = status.Message is { Length: > 0 } message ? ForeignText.Line(message, ForeignText.MessageLength) : $"status {(int)response.StatusCode}";
        var remedy = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => " The credential is not accepted: renew the token or certificate.",
            HttpStatusCode.Forbidden => " Grant get, list and watch on it, as provisioning/kubernetes does.",
            _ => "",
        };
        return new KubernetesException($"Cluster {Cluster}: {pathAndQuery.Split('?')[0]}: {reason}{(reason.EndsWith('.') ? "" : ".")}{remedy}")
        {
            Status = response.StatusCode,
            RetryAfter = RetryAfterOf(response),
            IsExpired = response.StatusCode == HttpStatusCode.Gone || status.IsVersionTooLarge(),
        };
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var pause = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - timeProvider.GetUtcNow();
        return pause is { } value ? TimeSpan.FromTicks(Math.Clamp(value.Ticks, 0, KubernetesLimits.MaxRetryAfter.Ticks)) : null;
    }

    /// <summary>At most one byte more than the limit, which tells that it was passed.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadLimitedAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (content.Length <= maxBytes && await stream.ReadAsync(buffer, cancellationToken) is var read and > 0) content.Write(buffer, 0, read);
        return content.GetBuffer().AsMemory(0, (int)Math.Min(content.Length, maxBytes + 1L));
    }
}
