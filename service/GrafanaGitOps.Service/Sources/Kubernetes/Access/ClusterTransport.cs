using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>
/// The one HTTP set-up of a cluster: HTTP/2 where served, keep-alive pings, the cluster's own authorities, client certificates.
/// When a certificate file has changed, new requests get new connections; requests under way end on the old ones.
/// </summary>
internal sealed class ClusterTransport(ClusterSettings settings, TransportTimings timings) : IDisposable
{
    private readonly Lock _lock = new();
    private HttpMessageInvoker? _invoker;
    private (string? Authority, string? Certificate, string? Key) _made;

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Credential credential, CancellationToken cancellationToken)
    {
        if (credential.Token is { Length: > 0 } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // The handler checks the certificate against the Host header, and the API server does not look at it.
        if (settings.TlsServerName is { } name) request.Headers.Host = name;
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        return await GetInvoker(credential).SendAsync(request, cancellationToken);
    }

    public void Dispose() => _invoker?.Dispose();

    private HttpMessageInvoker GetInvoker(Credential credential)
    {
        var wanted = (settings.CertificateAuthority?.Read(), credential.Certificate, credential.Key);
        lock (_lock)
        {
            if (_invoker is not null && _made == wanted) return _invoker;
            var invoker = new HttpMessageInvoker(CreateHandler(wanted), disposeHandler: true);
            _invoker?.Dispose();
            _made = wanted;
            return _invoker = invoker;
        }
    }

    private SocketsHttpHandler CreateHandler((string? Authority, string? Certificate, string? Key) pem)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // A redirect would carry the token elsewhere.
            AutomaticDecompression = DecompressionMethods.None, // Decompressing costs the API server and us more time than the bytes do.
            ConnectTimeout = KubernetesLimits.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = timings.PingDelay,
            KeepAlivePingTimeout = timings.PingTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            UseCookies = false,
        };
        if (settings.Proxy is { } proxy) handler.Proxy = proxy;
        if (settings.Server.Scheme == Uri.UriSchemeHttps) handler.SslOptions = CreateTls(pem);
        return handler;
    }

    private SslClientAuthenticationOptions CreateTls((string? Authority, string? Certificate, string? Key) pem)
    {
        var tls = new SslClientAuthenticationOptions();
        try
        {
            if (pem.Authority is { } authority) tls.CertificateChainPolicy = TrustOnly(authority);
            if (pem is { Certificate: { } certificate, Key: { } key }) tls.ClientCertificateContext = ReadClientCertificate(certificate, key);
        }
        catch (CryptographicException exception)
        {
            throw new KubernetesException($"Cluster {settings.Name}: a certificate or key is not valid PEM or they do not belong together: {exception.Message}", exception);
        }

        if (settings.InsecureSkipTlsVerify) AcceptAnyServer(tls);
        return tls;
    }

    private static X509ChainPolicy TrustOnly(string authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(authority);
        if (policy.CustomTrustStore.Count == 0) throw new CryptographicException("certificate-authority holds no certificate");
        return policy;
    }

    private static SslStreamCertificateContext ReadClientCertificate(string certificate, string key)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(certificate, key), chain, offline: true);
    }

    private static void AcceptAnyServer(SslClientAuthenticationOptions tls)
    {
#pragma warning disable CA5359 // Both the option and its documentation say what it means.
        tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
    }
}
