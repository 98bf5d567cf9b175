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
        Assert.Equal(["1", "2", "unix", "grpc"], [.. handshake[..3], handshake[4]]);
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(handshake[3]), TestContext.Current.CancellationToken);

        await process.SignalAsync("TERM");
        Assert.Equal((0, ""), (await process.WaitAsync(), await process.ReadRestAsync()));
        Assert.All((await process.ReadErrorsAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.True(JsonElement.Parse(line).TryGetProperty("@message", out _)));
        Assert.False(File.Exists(handshake[3]));
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

        Assert.Equal((2, ""), (await process.WaitAsync(), await process.ReadRestAsync()));
        var line = JsonElement.Parse((await process.ReadErrorsAsync()).Trim());
        Assert.Equal("error", line.GetProperty("@level").GetString());
        Assert.Contains("/nowhere.yaml: cannot be read", line.GetProperty("@message").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
