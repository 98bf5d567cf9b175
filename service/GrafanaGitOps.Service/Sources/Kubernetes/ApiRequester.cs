using System.Net;
using GrafanaGitOps.Service.Sources.Kubernetes.Access;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>Sends GET requests with the current credential and turns everything that goes wrong into <see cref="KubernetesException"/>.</summary>
internal sealed class ApiRequester(ClusterSettings settings, TransportTimings timings, TimeProvider timeProvider) : IDisposable
{
    private readonly ClusterTransport _transport = new(settings, timings);

    public Uri Server => settings.Server;

    public string Cluster => settings.Name;

    /// <summary>The answer, once its header has come; the caller disposes it.</summary>
    public async Task<HttpResponseMessage> GetAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(KubernetesLimits.ResponseTimeout, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var response = await SendAsync(pathAndQuery, both.Token);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await RefusalAsync(response, pathAndQuery, both.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KubernetesException($"Cluster {Cluster}: {settings.Server} did not answer within {KubernetesLimits.ResponseTimeout.TotalSeconds} s.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception);
        }
        catch (IOException exception)
        {
            throw Unreachable(exception);
        }
    }

    /// <summary>A whole answer of limited size.</summary>
    public async Task<ReadOnlyMemory<byte>> GetBytesAsync(string pathAndQuery, int maxBytes, CancellationToken cancellationToken)
    {
        using var response = await GetAsync(pathAndQuery, cancellationToken);
        using var timeout = new CancellationTokenSource(KubernetesLimits.ResponseTimeout, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var content = await ReadLimitedAsync(response, maxBytes, both.Token);
            return content.Length <= maxBytes ? content
                : throw new KubernetesException($"Cluster {Cluster}: the answer to {pathAndQuery} is larger than {maxBytes} bytes.");
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KubernetesException($"Cluster {Cluster}: the answer to {pathAndQuery} did not end in time.", exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw Unreachable(exception);
        }
    }

    public KubernetesException Unreachable(Exception exception)
    {
        var cause = exception is HttpRequestException { InnerException: { } inner } ? $"{exception.Message} {inner.Message}" : exception.Message;
        return new KubernetesException($"Cluster {Cluster}: {settings.Server} cannot be reached: {Printable.Shorten(cause)}", exception);
    }

    public void Dispose() => _transport.Dispose();

    private async Task<HttpResponseMessage> SendAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        for (var isRetry = false; ; isRetry = true)
        {
            var credential = await settings.Credentials.GetAsync(cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Get, Absolute(pathAndQuery));
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.UserAgent.ParseAdd("grafana-gitops");
            var response = await _transport.SendAsync(request, credential, cancellationToken);
            if (response.StatusCode != HttpStatusCode.Unauthorized || isRetry) return response;
            response.Dispose();
            settings.Credentials.Expire(credential);
        }
    }

    /// <summary>The server's URL may have a path of its own, as behind Rancher.</summary>
    private Uri Absolute(string pathAndQuery) => new(settings.Server.GetLeftPart(UriPartial.Path).TrimEnd('/') + pathAndQuery);

    private async Task<KubernetesException> RefusalAsync(HttpResponseMessage response, string pathAndQuery, CancellationToken cancellationToken)
    {
        var body = await ReadLimitedAsync(response, KubernetesLimits.MaxErrorBytes, cancellationToken);
        var status = ApiStatus.Read(body.Span);
        var reason = status.Message.Length > 0 ? status.Message : $"status {(int)response.StatusCode}";
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
            IsExpired = response.StatusCode == HttpStatusCode.Gone || status.IsVersionTooLarge,
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
