using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using GrafanaGitOps.Service.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Sources.Git;

/// <summary>Real servers: git daemon, git-http-backend, sshd.</summary>
public sealed class RemoteTests
{
    [Fact]
    public async Task Http_with_credentials_reads_and_shows_them_nowhere()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one");
        await using var server = await GitHttpServer.StartAsync(repository.Folder, "bob", "s3cret%2Fword");

        var options = new RepositoryOptions { Url = $"http://bob:s3cret%252Fword@127.0.0.1:{server.Port}/origin" };
        var state = await bench.CollectAsync(options);
        var refused = await bench.CollectAsync(new RepositoryOptions { Name = "refused", Url = $"http://bob:wr0ng-word@127.0.0.1:{server.Port}/origin" });
        var asked = await bench.CollectAsync(new RepositoryOptions { Name = "asked", Url = server.Url });

        state.Error.Should().BeNull();
        state.Url.Should().Be($"http://127.0.0.1:{server.Port}/origin");
        state.Notice.Should().Be("Credentials travel unencrypted: use https.");
        refused.Error.Should().Contain("the remote refused the credentials");
        asked.Error.Should().Contain("none are configured");
        var shown = $"{options.Url} {state} {refused} {asked} {string.Join('\n', bench.Logs.Lines)}" + string.Concat(Directory.EnumerateFiles(bench.DataDirectory, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        shown.Should().NotContain("s3cret");
        shown.Should().NotContain("wr0ng");
    }

    [Fact]
    public async Task Http_redirect_to_another_host_carries_no_credentials()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one");
        await using var other = await GitHttpServer.StartAsync(repository.Folder, "bob", "s3cret-word");
        await using var server = await GitHttpServer.StartRedirectAsync($"http://localhost:{other.Port}", "bob", "s3cret-word");

        var state = await bench.CollectAsync(new RepositoryOptions { Url = server.Url, Credentials = new CredentialOptions { Username = "bob", Token = "s3cret-word" } });

        state.Error.Should().NotBeNull();
        server.Authorizations.Should().Contain(value => value.Length > 0);
        other.Authorizations.Should().NotBeEmpty();
        other.Authorizations.Should().AllSatisfy(value => value.Should().BeEmpty());
    }

    [Fact]
    public async Task Http_token_file_and_helper_are_asked_at_each_fetch()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one");
        await using var server = await GitHttpServer.StartAsync(repository.Folder, "git", "fresh-token");
        var tokenFile = bench.File("token");
        await File.WriteAllTextAsync(tokenFile, "stale-token\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(bench.File("store"), $"http://git:fresh-token@127.0.0.1:{server.Port}\n", TestContext.Current.CancellationToken);
        var options = new RepositoryOptions { Url = server.Url, Credentials = new CredentialOptions { TokenFile = tokenFile } };
        (await bench.CollectAsync(options)).Error.Should().NotBeNull();

        await File.WriteAllTextAsync(tokenFile, "fresh-token\n", TestContext.Current.CancellationToken);
        (await bench.CollectAsync(options)).Error.Should().BeNull();
        var helped = new RepositoryOptions { Name = "helped", Url = server.Url, Credentials = new CredentialOptions { Helper = $"store --file={bench.File("store")}" } };
        (await bench.CollectAsync(helped)).Error.Should().BeNull();
    }

    [Fact]
    public async Task Daemon_is_read_over_the_git_protocol()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one");
        var port = FreePort();
        using var daemon = StartServer(Prerequisite.Program("git"), "daemon", "--export-all", "--listen=127.0.0.1", $"--port={port}", $"--base-path={bench.File()}");
        await WaitForPortAsync(port);

        var state = await bench.CollectAsync(new RepositoryOptions { Url = $"git://127.0.0.1:{port}/origin" });

        End(daemon);
        state.Error.Should().BeNull();
        (await bench.SummarizeAsync()).Should().Equal("one [main]");
    }

    [Fact]
    public async Task Ssh_reads_with_a_key_and_holds_the_host_to_its_own()
    {
        var sshd = Prerequisite.File("/usr/sbin/sshd", "install openssh-server");
        var keygen = Prerequisite.Program("ssh-keygen");
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one");
        foreach (var name in new[] { "host", "other", "client" }) WaitFor(StartServer(keygen, "-q", "-t", "ed25519", "-N", "", "-f", bench.File(name)));
        File.Copy(bench.File("client.pub"), bench.File("authorized"));
        var port = FreePort();
        var configuration = $"Port {port}\nListenAddress 127.0.0.1\nHostKey {bench.File("host")}\nAuthorizedKeysFile {bench.File("authorized")}\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPidFile none\n";
        await File.WriteAllTextAsync(bench.File("sshd_config"), configuration, TestContext.Current.CancellationToken);
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd");
        using var server = StartServer(sshd, "-D", "-e", "-f", bench.File("sshd_config"));
        await WaitForPortAsync(port);
        await File.WriteAllTextAsync(bench.File("known"), $"[127.0.0.1]:{port} {await File.ReadAllTextAsync(bench.File("host.pub"), TestContext.Current.CancellationToken)}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(bench.File("wrong"), $"[127.0.0.1]:{port} {await File.ReadAllTextAsync(bench.File("other.pub"), TestContext.Current.CancellationToken)}", TestContext.Current.CancellationToken);
        var url = $"ssh://{Environment.UserName}@127.0.0.1:{port}{repository.Folder}";
        CredentialOptions With(string? known) => new() { SshKeyFile = bench.File("client"), SshKnownHostsFile = known };

        var first = await bench.CollectAsync(new RepositoryOptions { Name = "first", Url = url, Credentials = With(null) });
        var known = await bench.CollectAsync(new RepositoryOptions { Name = "known", Url = url, Credentials = With(bench.File("known")) });
        var wrong = await bench.CollectAsync(new RepositoryOptions { Name = "wrong", Url = url, Credentials = With(bench.File("wrong")) });
        var stranger = await bench.CollectAsync(new RepositoryOptions { Name = "stranger", Url = url, Credentials = new CredentialOptions { SshKeyFile = bench.File("other") } });

        End(server);
        first.Error.Should().BeNull();
        known.Error.Should().BeNull();
        wrong.Error.Should().Contain("credentials.sshKnownHostsFile");
        stranger.Error.Should().Contain("credentials.sshKeyFile");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process StartServer(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;

    private static void WaitFor(Process process)
    {
        process.WaitForExit();
        process.Dispose();
    }

    private static void End(Process process)
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    private static async Task WaitForPortAsync(int port)
    {
        await Wait.UntilAsync(async () =>
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }
}
