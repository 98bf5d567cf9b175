using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Tests.Sources.Watching;

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
        var refused = (await FluentActions.Awaiting(() => NamesAsync(client)).Should().ThrowExactlyAsync<KubernetesException>()).Which;
        refused.Status.Should().Be(HttpStatusCode.Unauthorized);
        refused.Message.Should().NotContain("expired");

        File.WriteAllText(file, server.Token);
        (await NamesAsync(client)).Should().Contain("extension-apiserver-authentication");
    }

    [Fact]
    public async Task Client_certificate_that_rotates_is_used_for_new_connections()
    {
        var server = fixture.Required();
        var (certificate, key) = (Path.Combine(_folder, "client.crt"), Path.Combine(_folder, "client.key"));
        WriteCertificate(server, certificate, key, "CN=nobody");
        using var client = Client(server, $"client-certificate: {certificate}\n    client-key: {key}");
        var forbidden = (await FluentActions.Awaiting(() => NamesAsync(client)).Should().ThrowExactlyAsync<KubernetesException>()).Which;
        forbidden.Status.Should().Be(HttpStatusCode.Forbidden);
        forbidden.Message.Should().Contain("\"nobody\" cannot list resource \"configmaps\"");

        WriteCertificate(server, certificate, key, "CN=somebody, O=system:masters");
        using var later = Client(server, $"client-certificate: {certificate}\n    client-key: {key}");
        (await NamesAsync(later)).Should().Contain("extension-apiserver-authentication");
        (await WaitForNamesAsync(client)).Should().Contain("extension-apiserver-authentication");
    }

    [Fact]
    public async Task Server_that_another_authority_signed_is_not_trusted()
    {
        var server = fixture.Required();
        var authority = Path.Combine(_folder, "ca.crt");
        File.WriteAllText(authority, server.ClientAuthority.Certificate);
        using var client = Client(server, "token: x", authority);
        var exception = (await FluentActions.Awaiting(() => NamesAsync(client)).Should().ThrowExactlyAsync<KubernetesException>()).Which;
        exception.Status.Should().BeNull();
        exception.Message.Should().Contain("cannot be reached");
    }

    [Fact]
    public async Task Server_whose_certificate_names_another_host_is_not_trusted()
    {
        using var client = Client(fixture.Required(), _folder, "token: x", serverName: "elsewhere.test");
        var exception = (await FluentActions.Awaiting(() => NamesAsync(client)).Should().ThrowExactlyAsync<KubernetesException>()).Which;
        exception.Status.Should().BeNull();
        exception.Message.Should().Contain("cannot be reached").And.Contain("RemoteCertificateNameMismatch");
    }

    [Fact]
    public async Task Server_that_is_not_trusted_is_used_where_both_switches_say_so()
    {
        var server = fixture.Required();
        var kubeconfig = Path.Combine(_folder, "insecure");
        File.WriteAllText(kubeconfig, $$"""
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: test} }]
            clusters: [{name: test, cluster: {server: "{{server.Url}}", insecure-skip-tls-verify: true} }]
            users: [{name: test, user: {token: "{{server.Token}}"} }]
            """);
        using var client = new ClusterClient(new ClusterOptions { Kubeconfig = kubeconfig, InsecureSkipTlsVerify = true }, TimeProvider.System);
        (await NamesAsync(client)).Should().Contain("extension-apiserver-authentication");
    }

    [Fact]
    public async Task Client_certificate_brings_those_between_it_and_its_authority()
    {
        var server = fixture.Required();
        var (certificate, key) = (Path.Combine(_folder, "client.crt"), Path.Combine(_folder, "client.key"));
        WriteCertificate(server, certificate, key, "CN=somebody, O=system:masters", withIntermediate: true);
        using var client = Client(server, $"client-certificate: {certificate}\n    client-key: {key}");
        (await NamesAsync(client)).Should().Contain("extension-apiserver-authentication");
    }

    [Fact]
    public async Task Certificate_of_a_plugin_is_used()
    {
        var server = fixture.Required();
        var (certificate, key) = (Path.Combine(_folder, "client.crt"), Path.Combine(_folder, "client.key"));
        WriteCertificate(server, certificate, key, "CN=somebody, O=system:masters");
        var printed = Path.Combine(_folder, "printed");
        var status = new { clientCertificateData = File.ReadAllText(certificate), clientKeyData = File.ReadAllText(key) };
        File.WriteAllText(printed, JsonSerializer.Serialize(new { status }));
        using var client = Client(server, $"exec: {{command: cat, args: [\"{printed}\"], apiVersion: client.authentication.k8s.io/v1}}");
        (await NamesAsync(client)).Should().Contain("extension-apiserver-authentication");
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
        state.LastError.Should().Contain("cannot list resource \"widgets\" in API group \"rights.test\" at the cluster scope");

        await server.KubectlAsync("create role widgets -n default --verb=get,list,watch --resource=widgets.rights.test");
        await server.KubectlAsync("create rolebinding widgets -n default --role=widgets --serviceaccount=default:rights");
        await one.WaitForAsync("Listed a=1");
        await one.WaitForStateAsync(state => state is { Namespace: "default", Phase: WatchPhase.Watching });

        one.Watcher.States.Select(state => $"{state.Namespace} {state.Phase}").Should().Equal("default Watching", "kube-public Forbidden");
        all.Watcher.States[0].Phase.Should().Be(WatchPhase.Forbidden);
    }

    internal static async Task<ClusterClient> ServiceAccountClientAsync(KubernetesApiServer server, string name, string @namespace = "default")
    {
        var account = $$"""{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "{{name}}", "namespace": "{{@namespace}}"} }""";
        await server.ApplyAsync(account);
        var token = await server.KubectlAsync($"create token {name} -n {@namespace}");
        return Client(server, server.Folder, $"token: {token}");
    }

    private ClusterClient Client(KubernetesApiServer server, string user, string? authority = null) => Client(server, _folder, user, authority);

    private static ClusterClient Client(KubernetesApiServer server, string folder, string user, string? authority = null, string? serverName = null)
    {
        var file = Path.Combine(folder, $"kubeconfig-{Guid.NewGuid():N}");
        File.WriteAllText(file, $$"""
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: test} }]
            clusters: [{name: test, cluster: {server: "{{server.Url}}", certificate-authority: "{{authority ?? server.ServerAuthority}}", tls-server-name: "{{serverName}}"} }]
            users:
            - name: test
              user:
                {{user}}
            """);
        return new ClusterClient(new ClusterOptions { Kubeconfig = file }, TimeProvider.System);
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(ClusterClient client) =>
        await client.ListAsync(new ResourceQuery(ConfigMaps, "kube-system"), TestCluster.ParseName, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

    /// <summary>Files are read again after some seconds, not at once: nothing refused the old certificate itself.</summary>
    private static Task<IReadOnlyList<string>> WaitForNamesAsync(ClusterClient client)
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

    internal static void WriteCertificate(
        KubernetesApiServer server, string certificateFile, string keyFile, string subject, bool withIntermediate = false)
    {
        using var authority = X509Certificate2.CreateFromPem(server.ClientAuthority.Certificate, server.ClientAuthority.Key);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var generator = X509SignatureGenerator.CreateForRSA(authority.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1);
        if (!withIntermediate)
        {
            File.WriteAllText(certificateFile, Sign(new CertificateRequest(subject, key, HashAlgorithmName.SHA256), authority.SubjectName, generator));
        }
        else
        {
            using var between = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=between", between, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
            var leaf = Sign(
                new CertificateRequest(subject, key, HashAlgorithmName.SHA256), request.SubjectName, X509SignatureGenerator.CreateForECDsa(between));
            File.WriteAllText(certificateFile, leaf + "\n" + Sign(request, authority.SubjectName, generator));
        }

        File.WriteAllText(keyFile, key.ExportECPrivateKeyPem());

        string Sign(CertificateRequest request, X500DistinguishedName issuer, X509SignatureGenerator signer)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
            using var certificate = request.Create(issuer, signer, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
            return certificate.ExportCertificatePem();
        }
    }
}
