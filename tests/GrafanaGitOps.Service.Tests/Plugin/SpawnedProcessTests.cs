using System.Net.Sockets;
using System.Text.Json;
using GrafanaGitOps.Service.Tests.CommandLine;

namespace GrafanaGitOps.Service.Tests.Plugin;

public sealed class SpawnedProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-spawned-");

    private Dictionary<string, string> Environment => new()
    {
        ["grafana_plugin_type"] = "datasource",
        ["PLUGIN_PROTOCOL_VERSIONS"] = "2",
        ["GF_PLUGIN_DATA_DIRECTORY"] = Path.Combine(_folder.FullName, "data"),
    };

    [Fact]
    public async Task Spawned_process_writes_one_line_and_hclog_and_ends_on_sigterm()
    {
        await using var process = GitOpsProcess.Start(_folder.FullName, Environment);

        var handshake = (await process.ReadLineAsync("|")).Split('|');
        ((string[])[.. handshake[..3], handshake[4]]).Should().Equal("1", "2", "unix", "grpc");
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(handshake[3]), TestContext.Current.CancellationToken);

        await process.SignalAsync("TERM");
        (await process.WaitAsync(), await process.ReadRestAsync()).Should().Be((0, ""));
        (await process.ReadErrorsAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Should().AllSatisfy(line => JsonElement.Parse(line).TryGetProperty("@message", out _).Should().BeTrue());
        File.Exists(handshake[3]).Should().BeFalse();
    }

    [Fact]
    public async Task Spawned_process_ends_when_its_parent_is_gone()
    {
        // The shell is the parent; it says the child's id and is killed while the child runs.
        var program = typeof(GrafanaGitOps.Service.Hosting.ServiceRun).Assembly.Location;
        var start = new System.Diagnostics.ProcessStartInfo("sh", ["-c", "dotnet \"$0\" & echo $!; wait", program]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        using var shell = System.Diagnostics.Process.Start(start)!;
        using var child = System.Diagnostics.Process.GetProcessById(int.Parse((await shell.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!, System.Globalization.CultureInfo.InvariantCulture));
        await shell.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        shell.Kill();

        await child.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Wait.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Wrong_configuration_is_logged_as_grafana_reads_it()
    {
        var environment = Environment;
        environment["GF_PLUGIN_CONFIG"] = "/nowhere.yaml";
        await using var process = GitOpsProcess.Start(_folder.FullName, environment);

        (await process.WaitAsync(), await process.ReadRestAsync()).Should().Be((2, ""));
        var line = JsonElement.Parse((await process.ReadErrorsAsync()).Trim());
        line.GetProperty("@level").GetString().Should().Be("error");
        line.GetProperty("@message").GetString().Should().Contain("/nowhere.yaml: cannot be read");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
