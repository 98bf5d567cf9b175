using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Kubernetes.Access;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes.Access;

/// <summary>Credential plugins as real programs: shell scripts that count how often they were run.</summary>
public sealed class ExecCredentialSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gitops-exec-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Credential_is_kept_until_refused()
    {
        var source = Source("""echo run >>"$1/runs"; printf '{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s-%s"}}' "$NAME" "$(grep -c run "$1/runs")" """);
        var first = await GetAsync(source);
        Assert.Equal("named-1", first.Token);
        Assert.Same(first, await GetAsync(source));

        source.Expire(first);
        var second = await GetAsync(source);
        Assert.Equal("named-2", second.Token);
        source.Expire(first); // Someone else's late complaint about the old one.
        Assert.Same(second, await GetAsync(source));
    }

    [Fact]
    public async Task Credential_is_renewed_when_its_time_is_over()
    {
        var source = Source("""echo run >>"$1/runs"; printf '{"status":{"token":"%s","expirationTimestamp":"2001-01-01T00:00:00Z"}}' "$(grep -c run "$1/runs")" """);
        Assert.Equal("1", (await GetAsync(source)).Token);
        Assert.Equal("2", (await GetAsync(source)).Token);
    }

    [Fact]
    public async Task Plugin_is_told_what_is_asked_of_it()
    {
        var source = Source("""printf '%s' "$KUBERNETES_EXEC_INFO" >"$1/info"; echo '{"status":{"clientCertificateData":"c","clientKeyData":"k"}}' """);
        Assert.Equal(new Credential(null, "c", "k"), await GetAsync(source));
        Assert.Equal(
            """{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{"interactive":false,"cluster":{"server":"https://x"}}}""",
            await File.ReadAllTextAsync(Path.Combine(_folder, "info"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("echo 'login failed, token=hunter2 eyJhbGciOiJSUzI1NiIsImtpZCI6IjEyMyJ9' >&2; exit 3", "ended with status 3: login failed, token=*** ***")]
    [InlineData("echo no json", "printed something that is not an ExecCredential in JSON.")]
    [InlineData("echo '{}'", "printed no status.")]
    [InlineData("echo '{\"status\":{}}'", "printed neither token nor certificate.")]
    [InlineData("echo '{\"status\":{\"clientCertificateData\":\"c\"}}'", "printed a certificate without key, or a key without certificate.")]
    [InlineData("echo '{\"apiVersion\":\"other/v1\",\"status\":{\"token\":\"t\"}}'", "printed apiVersion other/v1 where client.authentication.k8s.io/v1 was asked for.")]
    public async Task Failure_is_told_without_secrets(string script, string expected)
    {
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => GetAsync(Source(script)));
        Assert.Equal("The credential plugin sh " + expected, exception.Message);
    }

    [Fact]
    public async Task Missing_program_is_told_with_its_hint()
    {
        var settings = Read("{command: no-such-program-here, apiVersion: client.authentication.k8s.io/v1, installHint: Install it.}");
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => GetAsync(settings));
        Assert.StartsWith("The credential plugin no-such-program-here cannot be started:", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(" Install it.", exception.Message, StringComparison.Ordinal);
    }

    private static Task<Credential> GetAsync(CredentialSource source) => source.GetAsync(TestContext.Current.CancellationToken).AsTask();

    private CredentialSource Source(string script)
    {
        var path = Path.Combine(_folder, "plugin.sh");
        File.WriteAllText(path, script + "\n");
        return Read($$"""{command: sh, args: ["{{path}}", "{{_folder}}"], env: [{name: NAME, value: named}], provideClusterInfo: true, apiVersion: client.authentication.k8s.io/v1}""");
    }

    private CredentialSource Read(string exec)
    {
        var config = Path.Combine(_folder, "config");
        File.WriteAllText(
            config, $"current-context: x\ncontexts: [{{name: x, context: {{cluster: c, user: u}}}}]\nclusters: [{{name: c, cluster: {{server: 'https://x'}}}}]\nusers:\n- name: u\n  user: {{exec: {exec}}}\n");
        return KubeconfigReader.Read(new ClusterOptions { Kubeconfig = config }, TimeProvider.System).Credentials;
    }
}
