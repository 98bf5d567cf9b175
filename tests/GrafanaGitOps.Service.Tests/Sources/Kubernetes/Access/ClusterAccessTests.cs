using System.Net;
using System.Text;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Kubernetes.Access;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes.Access;

/// <summary>What kubeconfig files and pods say.</summary>
public sealed class ClusterAccessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gitops-kubeconfig-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Everything_of_a_context_is_read_and_paths_start_at_the_file()
    {
        File.WriteAllText(Path.Combine(_folder, "ca.pem"), "authority");
        File.WriteAllText(Path.Combine(_folder, "token"), "rotating\n");
        var access = Read($$"""
            current-context: prod
            contexts: [{name: prod, context: {cluster: c, user: u, namespace: n} }]
            clusters:
            - name: c
              cluster:
                server: https://example.test:6443/k8s/clusters/c-1
                certificate-authority: ca.pem
                tls-server-name: kubernetes.default
                proxy-url: http://me:pass%40word@proxy.test:3128
            users:
            - name: u
              user:
                client-certificate-data: {{Base64("certificate")}}
                client-key-data: {{Base64("key")}}
                token: inline
                tokenFile: token
            """);

        (access.Name, access.Context).Should().Be(("prod", "prod"));
        access.Client.Host.Should().Be("https://example.test:6443/k8s/clusters/c-1");
        access.Authority.Should().Be("authority");
        access.Client.TlsServerName.Should().Be("kubernetes.default");
        (access.Proxy?.Address?.AbsoluteUri).Should().Be("http://proxy.test:3128/");
        ((NetworkCredential)access.Proxy!.Credentials!).Password.Should().Be("pass@word");
        access.Client.AccessToken.Should().Be("rotating");
        access.Identity.Should().Be(("certificate", "key"));

        access.Files.HaveChanged().Should().BeFalse();
        File.WriteAllText(Path.Combine(_folder, "token"), "rotated\n");
        access.Files.HaveChanged().Should().BeTrue();
    }

    [Fact]
    public void Listed_files_are_merged_and_the_first_wins()
    {
        var first = Write("first", "contexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'https://first.test'}}]");
        var second = Write("second", "current-context: x\ncontexts: [{name: x, context: {cluster: other}}]\nclusters: [{name: c, cluster: {server: 'https://second.test'}}]");
        var before = Environment.GetEnvironmentVariable("KUBECONFIG");
        Environment.SetEnvironmentVariable("KUBECONFIG", $"{first}:/nowhere/config:{second}");
        try
        {
            ClusterAccess.Read(new ClusterOptions()).Client.Host.Should().Be("https://first.test");
        }
        finally
        {
            Environment.SetEnvironmentVariable("KUBECONFIG", before);
        }
    }

    [Theory]
    [InlineData("contexts: []", "{file} has no current-context: set context of cluster current context.")]
    [InlineData("current-context: gone", "{file} has no context \"gone\".")]
    [InlineData("", "{file} is empty.")]
    [InlineData("just text", "{file} is not a kubeconfig in valid YAML at line 1.")]
    [InlineData("a: [\ntoken: secret", "{file} is not a kubeconfig in valid YAML at line 1.")]
    [InlineData("a: b\n  token: secret", "{file} is not a kubeconfig in valid YAML at line 2.")]
    [InlineData("current-context: x\ncontexts: [null, {name: x}]", "context \"x\" of {file} names no cluster.")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c}}]\nclusters:", "context \"x\" of {file} names the cluster \"c\", which is not there.")]
    [InlineData("{server: 'ftp://x'}|{}", "server in cluster \"c\" of {file} must be an http or https URL without user and password.")]
    [InlineData("{server: 'https://x', insecure-skip-tls-verify: true}|{}", "cluster \"c\" of {file} asks to skip the check of the server's certificate: give its certificate-authority, or set insecureSkipTlsVerify of this cluster too.")]
    [InlineData("{server: 'https://x', certificate-authority-data: '!'}|{}", "certificate-authority-data in cluster \"c\" of {file} is not base64.")]
    [InlineData("{server: 'https://x'}|{username: u, password: p}", "user \"u\" of {file} has user name and password, which Kubernetes 1.19 removed: use a token, a certificate or exec.")]
    [InlineData("{server: 'https://x'}|{auth-provider: {name: gcp}}", "user \"u\" of {file} has an auth-provider, which Kubernetes 1.26 removed: use exec.")]
    [InlineData("{server: 'https://x'}|{client-key: k}", "user \"u\" of {file} must have both client-certificate and client-key, or neither.")]
    [InlineData("{server: 'https://x'}|{exec: {command: c, apiVersion: v9}}", "apiVersion in exec of user \"u\" of {file} must be one of client.authentication.k8s.io/v1, client.authentication.k8s.io/v1beta1.")]
    [InlineData("{server: 'https://x'}|{exec: {command: c, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always}}", "exec of user \"u\" of {file} wants to ask a person (interactiveMode: Always); a service has none.")]
    public void Mistake_is_told_with_its_place(string content, string expected)
    {
        var parts = content.Split('|');
        if (parts.Length == 2)
        {
            content = "current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n"
                + $"clusters: [{{name: c, cluster: {parts[0]}}}]\nusers: [{{name: u, user: {parts[1]}}}]";
        }

        var exception = FluentActions.Invoking(() => Read(content)).Should().ThrowExactly<KubernetesException>().Which;
        exception.Message.Should().Be(expected.Replace("{file}", Path.Combine(_folder, "config")));
    }

    [Fact]
    public void Insecure_needs_both_to_agree()
    {
        var path = Write("config", "current-context: x\ncontexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'https://x', insecure-skip-tls-verify: true}}]");
        ClusterAccess.Read(new ClusterOptions { Kubeconfig = path, InsecureSkipTlsVerify = true }).Client.SkipTlsVerify.Should().BeTrue();
    }

    [Fact]
    public void Pod_finds_its_cluster_also_with_an_IPv6_address()
    {
        File.WriteAllText(Path.Combine(_folder, "token"), "pod-token");
        File.WriteAllText(Path.Combine(_folder, "ca.crt"), "authority");
        var environment = new Dictionary<string, string?> { ["KUBERNETES_SERVICE_HOST"] = "fd00::1", ["KUBERNETES_SERVICE_PORT"] = "443" };
        var access = PodReader.Read(new ClusterOptions { InCluster = true }, environment.GetValueOrDefault, _folder);

        (access.Name, access.Client.Host, access.Client.AccessToken, access.Authority)
            .Should().Be(("in-cluster", "https://[fd00::1]", "pod-token", "authority"));
        FluentActions.Invoking(() => PodReader.Read(new ClusterOptions(), _ => null, _folder)).Should().ThrowExactly<KubernetesException>();

        File.WriteAllText(Path.Combine(_folder, "token"), "next-token");
        access.Files.HaveChanged().Should().BeTrue();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private ClusterAccess Read(string yaml) => ClusterAccess.Read(new ClusterOptions { Kubeconfig = Write("config", yaml) });

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
