using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Kubernetes.Access;
using GrafanaGitOps.Service.Sources.Kubernetes.Watching;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes;

/// <summary>Credentials that expire and rotate, and rights that are missing, on a real API server.</summary>
[Collection(TestCluster.Name)]
public sealed class AccessTests(KubernetesApiServer fixture) : IDisposable
{
    private static readonly ApiResource ConfigMaps = new("", "v1", "configmaps", "ConfigMap", IsNamespaced: true);

    private readonly TestLogs _logs = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gitops-access-").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _logs.Dispose();
    }

    [Fact]
    public async Task Refused_token_is_read_again_from_its_file_at_once()
    {
        var server = fixture.Required();
        var file = Path.Combine(_folder, "token");
        File.WriteAllText(file, "expired");
        using var client = Client(server, $"tokenFile: {file}");
        var refused = await Assert.ThrowsAsync<KubernetesException>(() => NamesAsync(client));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.DoesNotContain("expired", refused.Message, StringComparison.Ordinal);

        File.WriteAllText(file, server.Token);
        Assert.Contains("extension-apiserver-authentication", await NamesAsync(client));
    }

    [Fact]
    public async Task Client_certificate_that_rotates_is_used_for_new_connections()
    {
        var server = fixture.Required();
        var (certificate, key) = (Path.Combine(_folder, "client.crt"), Path.Combine(_folder, "client.key"));
        WriteCertificate(server, certificate, key, "CN=nobody");
        using var client = Client(server, $"client-certificate: {certificate}\n    client-key: {key}");
        var forbidden = await Assert.ThrowsAsync<KubernetesException>(() => NamesAsync(client));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.Status);
        Assert.Contains("\"nobody\" cannot list resource \"configmaps\"", forbidden.Message, StringComparison.Ordinal);

        WriteCertificate(server, certificate, key, "CN=somebody, O=system:masters");
        using var later = Client(server, $"client-certificate: {certificate}\n    client-key: {key}");
        Assert.Contains("extension-apiserver-authentication", await NamesAsync(later));
        Assert.Contains("extension-apiserver-authentication", await WaitForNamesAsync(client));
    }

    [Fact]
    public async Task Server_that_another_authority_signed_is_not_trusted()
    {
        var server = fixture.Required();
        var authority = Path.Combine(_folder, "ca.crt");
        File.WriteAllText(authority, server.ClientAuthority.Certificate);
        using var client = Client(server, "token: x", authority);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => NamesAsync(client));
        Assert.Null(exception.Status);
        Assert.Contains("cannot be reached", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_right_is_reported_and_picked_up_when_granted()
    {
        var server = fixture.Required();
        await server.ApplyAsync(TestCluster.CustomResource("rights.test"));
        await server.ApplyWhenServedAsync(TestCluster.Widget("rights.test", "a", "1"));
        using var client = await ServiceAccountClientAsync(server, "rights");
        await using var all = new ChangeRecorder(client, TestCluster.Widgets("rights.test"), new ResourceWatcherOptions { Timings = TestCluster.Timings }, _logs);
        await using var one = new ChangeRecorder(
            client, TestCluster.Widgets("rights.test"), new ResourceWatcherOptions { Namespaces = ["default", "kube-public"], Timings = TestCluster.Timings }, _logs);
        var state = await all.WaitForStateAsync(state => state.Phase == WatchPhase.Forbidden);
        Assert.Contains("cannot list resource \"widgets\" in API group \"rights.test\" at the cluster scope", state.LastError, StringComparison.Ordinal);

        await server.KubectlAsync("create role widgets -n default --verb=get,list,watch --resource=widgets.rights.test");
        await server.KubectlAsync("create rolebinding widgets -n default --role=widgets --serviceaccount=default:rights");
        await one.WaitForAsync("Listed a=1");
        await one.WaitForStateAsync(state => state is { Namespace: "default", Phase: WatchPhase.Watching });

        Assert.Equal(["default Watching", "kube-public Forbidden"], one.Watcher.States.Select(state => $"{state.Namespace} {state.Phase}"));
        Assert.Equal(WatchPhase.Forbidden, all.Watcher.States[0].Phase);
    }

    internal static async Task<KubernetesClient> ServiceAccountClientAsync(KubernetesApiServer server, string name, string @namespace = "default")
    {
        var account = $$"""{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "{{name}}", "namespace": "{{@namespace}}"} }""";
        await server.ApplyAsync(account);
        var token = await server.KubectlAsync($"create token {name} -n {@namespace}");
        var settings = KubeconfigReader.Read(new ClusterOptions { Kubeconfig = server.Kubeconfig }, TimeProvider.System);
        var credentials = new TextCredentialSource(TextSource.Inline(token), null, null);
        return new KubernetesClient(settings with { Credentials = credentials }, TimeProvider.System);
    }

    private KubernetesClient Client(KubernetesApiServer server, string user, string? authority = null)
    {
        var file = Path.Combine(_folder, "kubeconfig");
        File.WriteAllText(file, $$"""
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: test} }]
            clusters: [{name: test, cluster: {server: "{{server.Url}}", certificate-authority: "{{authority ?? server.ServerAuthority}}"} }]
            users:
            - name: test
              user:
                {{user}}
            """);
        return KubernetesClient.Create(new ClusterOptions { Kubeconfig = file }, TimeProvider.System);
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(KubernetesClient client) =>
        await client.ListAsync(new ResourceQuery(ConfigMaps, "kube-system"), TestCluster.ParseName, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

    /// <summary>Files are read again after some seconds, not at once: nothing refused the old certificate itself.</summary>
    private static Task<IReadOnlyList<string>> WaitForNamesAsync(KubernetesClient client)
    {
        KubernetesException? refused = null;
        return Wait.ForAsync(
            async () =>
            {
                try
                {
                    return await NamesAsync(client);
                }
                catch (KubernetesException exception)
                {
                    refused = exception;
                    return null;
                }
            },
            () => refused!.Message);
    }

    internal static void WriteCertificate(KubernetesApiServer server, string certificateFile, string keyFile, string subject)
    {
        using var authority = X509Certificate2.CreateFromPem(server.ClientAuthority.Certificate, server.ClientAuthority.Key);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        var generator = X509SignatureGenerator.CreateForRSA(authority.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1);
        using var certificate = request.Create(
            authority.SubjectName, generator, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(keyFile, key.ExportECPrivateKeyPem());
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
    }
}
