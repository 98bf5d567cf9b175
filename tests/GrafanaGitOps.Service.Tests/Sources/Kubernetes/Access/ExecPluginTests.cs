using System.Net;
using GrafanaGitOps.Service.Sources.Kubernetes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes.Access;

/// <summary>Credential plugins as real programs: shell scripts that count how often they were run.</summary>
public sealed class ExecPluginTests : IAsyncLifetime
{
    private static readonly ResourceQuery Widgets = new(new ApiResource(FakeApiServer.Group, "v1", "widgets", "Widget", IsNamespaced: true));

    private readonly string _folder = Directory.CreateTempSubdirectory("gitops-exec-").FullName;
    private readonly List<string> _tokens = [];
    private FakeApiServer _server = null!;
    private string? _accepted;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FakeApiServer.StartAsync(context =>
    {
        var token = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
        _tokens.Add(token);
        return token == (_accepted ?? token) ? context.Response.WriteAsync(FakeApiServer.List("1", "")) : context.RefuseAsync(401, "Unauthorized");
    });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Credential_is_kept_until_refused()
    {
        using var client = Client("""echo run >>"$1/runs"; printf '{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s-%s"}}' "$NAME" "$(grep -c run "$1/runs")" """);
        await ListAsync(client);
        await ListAsync(client);
        _accepted = "named-2";
        await ListAsync(client);
        await ListAsync(client);

        _tokens.Should().Equal("named-1", "named-1", "named-1", "named-2", "named-2");
    }

    [Fact]
    public async Task Credential_that_is_refused_again_is_told_after_one_more_try()
    {
        using var client = Client("""echo run >>"$1/runs"; printf '{"status":{"token":"%s"}}' "$(grep -c run "$1/runs")" """);
        _accepted = "none";
        var refused = (await FluentActions.Awaiting(() => ListAsync(client)).Should().ThrowExactlyAsync<KubernetesException>()).Which;

        refused.Status.Should().Be(HttpStatusCode.Unauthorized);
        _tokens.Should().Equal("1", "2");
    }

    [Fact]
    public async Task Credential_is_renewed_when_its_time_is_over()
    {
        using var client = Client("""echo run >>"$1/runs"; printf '{"status":{"token":"%s","expirationTimestamp":"2001-01-01T00:00:00Z"}}' "$(grep -c run "$1/runs")" """);
        await ListAsync(client);
        await ListAsync(client);

        _tokens.Should().Equal("1", "2");
    }

    [Fact]
    public async Task Plugin_is_told_what_is_asked_of_it()
    {
        using var client = Client("""printf '%s' "$KUBERNETES_EXEC_INFO" >"$1/info"; printf '{"status":{"token":"%s"}}' "$2" """);
        await ListAsync(client);

        (await File.ReadAllTextAsync(Path.Combine(_folder, "info"), Cancellation)).Should().Be(
            """{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{"interactive":false,"cluster":{"server":"SERVER"}}}""".Replace("SERVER", $"{_server.Url}"));
        _tokens.Should().Equal("an argument with blanks");
    }

    [Theory]
    [InlineData("echo 'login failed, token=hunter2 eyJhbGciOiJSUzI1NiIsImtpZCI6IjEyMyJ9' >&2; exit 3", "ended with status 3: login failed, token=*** ***")]
    [InlineData("echo no json", "printed something that is not an ExecCredential in JSON.")]
    [InlineData("head -c 3000000 /dev/zero | tr '\\0' '['", "printed something that is not an ExecCredential in JSON.")]
    [InlineData("""echo '{"status":{"token":"t","expirationTimestamp":"soon"}}'""", "printed something that is not an ExecCredential in JSON.")]
    [InlineData("echo '{}'", "printed no status.")]
    [InlineData("echo '{\"status\":{}}'", "printed neither token nor certificate.")]
    [InlineData("echo '{\"status\":{\"clientCertificateData\":\"c\"}}'", "printed a certificate without key, or a key without certificate.")]
    [InlineData("echo '{\"apiVersion\":\"other/v1\",\"status\":{\"token\":\"t\"}}'", "printed apiVersion other/v1 where client.authentication.k8s.io/v1 was asked for.")]
    public async Task Failure_is_told_without_secrets(string script, string expected)
    {
        using var client = Client(script);
        var exception = (await FluentActions.Awaiting(() => ListAsync(client)).Should().ThrowExactlyAsync<KubernetesException>()).Which;
        exception.Message.Should().Be("The credential plugin sh " + expected);
    }

    [Fact]
    public async Task Plugin_that_does_not_end_is_ended_with_its_children()
    {
        var clock = new FakeTimeProvider();
        using var client = Client("""sleep 1000 & echo $! >"$1/new"; mv "$1/new" "$1/child"; wait""", clock);
        var asking = ListAsync(client);
        var child = Path.Combine(_folder, "child");
        await Wait.UntilAsync(() => File.Exists(child));

        clock.Advance(TimeSpan.FromSeconds(61));

        var exception = (await FluentActions.Awaiting(() => asking).Should().ThrowExactlyAsync<KubernetesException>()).Which;
        exception.Message.Should().Be("The credential plugin sh did not end within 60 s.");
        var process = Path.Combine("/proc", (await File.ReadAllTextAsync(child, Cancellation)).Trim(), "cmdline");
        await Wait.UntilAsync(() => !File.Exists(process) || File.ReadAllText(process).Length == 0);
    }

    [Fact]
    public async Task Missing_program_is_told_with_its_hint()
    {
        using var client = _server.Client("{exec: {command: no-such-program-here, apiVersion: client.authentication.k8s.io/v1, installHint: Install it.}}");
        var exception = (await FluentActions.Awaiting(() => ListAsync(client)).Should().ThrowExactlyAsync<KubernetesException>()).Which;
        exception.Message.Should().StartWith("The credential plugin no-such-program-here cannot be started:").And.EndWith(" Install it.");
    }

    private static async Task ListAsync(ClusterClient client) => await client.ListAsync(Widgets, TestCluster.ParseName, Cancellation).CountAsync(Cancellation);

    private ClusterClient Client(string script, TimeProvider? clock = null)
    {
        var path = Path.Combine(_folder, "plugin.sh");
        File.WriteAllText(path, script + "\n");
        return _server.Client(
            $$"""{exec: {command: sh, args: ["{{path}}", "{{_folder}}", an argument with blanks], env: [{name: NAME, value: named}], provideClusterInfo: true, apiVersion: client.authentication.k8s.io/v1} }""",
            clock);
    }
}
