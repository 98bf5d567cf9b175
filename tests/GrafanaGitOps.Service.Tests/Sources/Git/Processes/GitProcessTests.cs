using System.Net;
using System.Net.Sockets;
using System.Text;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Sources.Git.Processes;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Service.Tests.Sources.Git.Processes;

public sealed class GitProcessTests
{
    [Theory]
    [InlineData("timeout")]
    [InlineData("cancellation")]
    [InlineData("dispose")]
    public async Task Process_that_hangs_ends_with_all_its_children(string reason)
    {
        using var folder = new TemporaryFolder();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var stop = new CancellationTokenSource();
        var clock = new FakeTimeProvider();
        var command = Remote(folder, $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/x") with { TimeProvider = clock };

        await using var process = GitProcess.Start(command, stop.Token);
        using var connection = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);
        var members = GroupMembers(process.Id);
        string.Join(' ', members.Values).Should().Contain("git-remote-http");

        if (reason == "dispose") await process.DisposeAsync();
        if (reason == "cancellation") await stop.CancelAsync();
        if (reason == "timeout") clock.Advance(command.Timeout);
        var failure = reason == "dispose" ? null : await Record.ExceptionAsync(process.CompleteAsync);

        await WaitForEndAsync(process.Id);
        if (reason == "cancellation") failure.Should().BeAssignableTo<OperationCanceledException>();
        if (reason == "timeout")
        {
            failure.Should().BeOfType<GitException>().Which.Message
                .Should().Be("git ls-remote did not end within 300 s and was ended: see whether the remote answers, or raise git.timeouts.");
        }
    }

    [Fact]
    public async Task Process_environment_and_arguments_are_ours_alone()
    {
        using var folder = new TemporaryFolder();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Environment.SetEnvironmentVariable("GIT_TRACE", "1");
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var process = GitProcess.Start(Remote(folder, $"http://bob:s3cret-word@127.0.0.1:{port}/x"), TestContext.Current.CancellationToken);
        using var connection = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable("GIT_TRACE", null);

        var environment = await File.ReadAllTextAsync($"/proc/{process.Id}/environ", TestContext.Current.CancellationToken);

        environment.Should().NotContain("GIT_TRACE");
        environment.Should().NotContain("DOTNET");
        environment.Should().Contain("GIT_CONFIG_GLOBAL=/dev/null");
        string.Join(' ', GroupMembers(process.Id).Values).Should().NotContain("s3cret-word");
    }

    [Fact]
    public async Task Process_error_is_bounded_and_masked()
    {
        using var folder = new TemporaryFolder();
        var settings = new GitSettings(folder.File("none"), folder.Path);
        settings.Set("alias.complain", "!printf '%099999d\\n' 1 >&2; echo 'fatal: https://u:p@host/x refused s3cret-word' >&2; exit 3");
        var command = new GitCommand { Arguments = ["complain"], Environment = settings.Variables, Timeout = Wait.Patience, Secrets = ["s3cret-word"] };

        var failure = (await FluentActions.Awaiting(() => GitProcess.RunAsync(command, TestContext.Current.CancellationToken))
            .Should().ThrowExactlyAsync<GitException>()).Which;

        failure.Message.Should().Be("git complain failed (fatal: https://***@host/x refused ***).");
    }

    private static GitCommand Remote(TemporaryFolder folder, string url)
    {
        var settings = new GitSettings(folder.File("none"), folder.Path);
        var options = new RepositoryOptions { Url = url };
        var secrets = RemoteSettings.Add(settings, RepositoryUrl.Parse(options.Url), options, folder.Path);
        return new GitCommand { Arguments = ["ls-remote", "origin"], Environment = settings.Variables, Timeout = Wait.Patience, Secrets = secrets };
    }

    // Field 5 of stat is the process group; the name before it may hold blanks but ends with the last ')'.
    private static Dictionary<int, string> GroupMembers(int group)
    {
        var members = new Dictionary<int, string>();
        foreach (var id in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!))
        {
            try
            {
                var stat = File.ReadAllText($"/proc/{id}/stat");
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[2] == $"{group}" && fields[0] != "Z") members[id] = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/cmdline")).Replace('\0', ' ');
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
            }
        }

        return members;
    }

    private static Task WaitForEndAsync(int group) =>
        Wait.UntilAsync(() => GroupMembers(group).Count == 0, () => $"Still there: {string.Join("; ", GroupMembers(group).Values)}");
}
