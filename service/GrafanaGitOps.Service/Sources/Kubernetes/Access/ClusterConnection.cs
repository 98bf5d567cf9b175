using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>
/// The package's client of one cluster. It is made anew when a file that it was made from was replaced, when a plugin's credential is over, and when
/// the server refuses a credential of which there may be a newer one. Requests under way end on the old one, so nobody disposes that.
/// </summary>
internal sealed class ClusterConnection : IDisposable
{
    /// <summary>A plugin's credential is renewed this long before it expires, because clocks differ.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);

    private readonly ClusterOptions _options;
    private readonly TransportTimings _timings;
    private readonly TimeProvider _timeProvider;
    private readonly ClusterAccess _first;
    private readonly SemaphoreSlim _turn = new(1);
    private Client? _client;

    /// <summary>Reads the configuration; nothing is sent yet.</summary>
    public ClusterConnection(ClusterOptions options, TransportTimings timings, TimeProvider timeProvider) =>
        (_options, _timings, _timeProvider, _first) = (options, timings, timeProvider, ClusterAccess.Read(options));

    /// <summary>What frames, logs and errors call the cluster.</summary>
    public string Name => _first.Name;

    /// <summary>Where the API server is; it may have a path of its own, as behind Rancher.</summary>
    public string Server => _first.Client.Host;

    /// <summary>The answer, once its header has come. There is no way to send anything but GET.</summary>
    public async Task<HttpResponseMessage> GetAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        var client = await GetClientAsync(refused: null, cancellationToken);
        var response = await SendAsync(client, pathAndQuery, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !MayBeRenewed(client)) return response;
        response.Dispose();
        return await SendAsync(await GetClientAsync(client, cancellationToken), pathAndQuery, cancellationToken);
    }

    public void Dispose()
    {
        _client?.Kubernetes.Dispose();
        _turn.Dispose();
    }

    private static async Task<HttpResponseMessage> SendAsync(Client client, string pathAndQuery, CancellationToken cancellationToken)
    {
        var (kubernetes, settings) = (client.Kubernetes, client.Access.Client);
        using var request = new HttpRequestMessage(HttpMethod.Get, settings.Host + pathAndQuery)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Accept.ParseAdd("application/json");
        // The handler checks the certificate against the Host header, and the API server does not look at it.
        if (!string.IsNullOrEmpty(settings.TlsServerName)) request.Headers.Host = settings.TlsServerName;
        if (kubernetes.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        return await kubernetes.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private bool MayBeRenewed(Client client) => client.Access.Plugin is not null || client != _client || client.Access.Files.HaveChanged();

    private async Task<Client> GetClientAsync(Client? refused, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var isUsable = _client is not null && _client != refused && _timeProvider.GetUtcNow() < _client.Expires && !_client.Access.Files.HaveChanged();
            return isUsable ? _client! : _client = await ConnectAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Client> ConnectAsync(CancellationToken cancellationToken)
    {
        // The same context, even when the kubeconfig chooses another one by now: what is recorded is of this cluster.
        var access = ClusterAccess.Read(_options, _first.Context);
        var expires = DateTimeOffset.MaxValue;
        if (access.Plugin is { } plugin)
        {
            var credential = await plugin.RunAsync(_timeProvider, cancellationToken);
            access.Client.AccessToken = credential.Token;
            access.Identity = (credential.ClientCertificateData, credential.ClientKeyData);
            if (credential.ExpirationTimestamp is { } end) expires = new DateTimeOffset(end.ToUniversalTime()) - Early;
        }

        access.Client.FirstMessageHandlerSetup = handler => SetUp(handler, access);
        try
        {
            return new Client(new k8s.Kubernetes(access.Client), access, expires);
        }
        catch (CryptographicException exception)
        {
            throw new KubernetesException($"Cluster {Name}: a certificate or key is not valid PEM or they do not belong together: {exception.Message}", exception);
        }
    }

    private void SetUp(SocketsHttpHandler handler, ClusterAccess access)
    {
        handler.AllowAutoRedirect = false; // A redirect would carry the token elsewhere.
        handler.ConnectTimeout = KubernetesLimits.ConnectTimeout;
        handler.KeepAlivePingDelay = _timings.PingDelay;
        handler.KeepAlivePingTimeout = _timings.PingTimeout;
        handler.PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2);
        handler.UseCookies = false;
        if (access.Proxy is not null) handler.Proxy = access.Proxy;
        // Ours, because the package's check of the chain forgives a certificate that names another host,
        if (access.Authority is { } authority) handler.SslOptions.CertificateChainPolicy = TrustOnly(authority);
        // and because it sends a client's certificate without those between it and its authority.
        if (access.Identity is ({ } certificate, { } key)) handler.SslOptions.ClientCertificateContext = ReadCertificate(certificate, key);
    }

    private static X509ChainPolicy TrustOnly(string authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(authority);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException("certificate-authority holds no certificate");
    }

    private static SslStreamCertificateContext ReadCertificate(string certificate, string key)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(certificate, key), chain, offline: true);
    }

    private sealed record Client(k8s.Kubernetes Kubernetes, ClusterAccess Access, DateTimeOffset Expires);
}
