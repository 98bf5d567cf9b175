using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GrafanaGitOps.Service.Http;

/// <summary>What one client of the HTTP port may ask for.</summary>
internal static class HttpLimits
{
    /// <summary>Connections at a time: a scraper and a few probes need less than ten, senders open one for each delivery.</summary>
    private const int Connections = 1_000;

    /// <summary>Bytes of a body, but for <see cref="HookEndpoint"/>, which has its own limit; the others take none.</summary>
    private const int RequestBody = 64 * 1024;

    /// <summary>Bytes of a request's headers.</summary>
    private const int Headers = 16 * 1024;

    /// <summary>How long a client may take to send its headers.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = Connections;
        kestrel.Limits.MaxRequestBodySize = RequestBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = Headers;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
    }
}
