using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

[UnsupportedOSPlatform("windows")]
public sealed class LauncherTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "plugin");

    public static TheoryData<string> Shells => ["sh", "dash", "busybox"];

    [Theory]
    [InlineData("linux_amd64")]
    [InlineData("linux_arm64")]
    [InlineData("darwin_amd64")]
    [InlineData("darwin_arm64")]
    public void Launcher_everyPlatform_isTheOne(string platform)
    {
        var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "src", "plugin.json"))).RootElement;
        var file = Path.Combine(Folder, $"{manifest.GetProperty("executable").GetString()}_{platform}");

        File.ReadAllText(file).Should().Be(File.ReadAllText(Path.Combine(Folder, "launcher.sh")));
        File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherExecute).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Launcher_address_printsItAndEndsOnSignal(string shell)
    {
        foreach (var (address, signal) in new[] { ("companion.example:4000", "TERM"), ("[fd00::1]:1", "INT"), ("10.0.0.1:65535", "KILL") })
        {
            // A shell does not hear what its parents ignore, as under nohup or in the background of a script.
            if (signal == "INT" && IsInterruptIgnored()) continue;
            using var process = Start(shell, Path.Combine(Folder, "launcher.sh"), address);
            (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).Should().Be($"1|2|tcp|{address}|grpc");
            process.HasExited.Should().BeFalse();

            using var kill = Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);

            // A child left behind would hold the pipe open.
            (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Launcher_wrongAddress_saysSoInGrafanasLog(string shell)
    {
        foreach (var address in new[] { "host", ":1", "host:", "host:0", "host:65536", "host:123456", "host:1x", "a b:1", "a|b:1", "a\n:1", "-a:1", "::1:5", "[x]:1", "[::1|]:1", "a\u0007:1", "\u00e9:1", "[]:1", "$(id):1" })
        {
            var (code, output, error) = await RunAsync(shell, Path.Combine(Folder, "launcher.sh"), address);

            (code, output).Should().Be((1, ""));
            var line = JsonDocument.Parse(error).RootElement;
            line.GetProperty("@level").GetString().Should().Be("error");
            line.GetProperty("@message").GetString().Should().StartWith("companion_address has");
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Launcher_addressInTheEnvironmentOfGrafana_countsUnlessItsSectionHasOne(string shell)
    {
        foreach (var (section, printed) in new[] { ("", "environment"), ("section:1", "section") })
        {
            using var process = Start(shell, Path.Combine(Folder, "launcher.sh"), section, environment: "environment:1");
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            process.Kill();

            line.Should().Be($"1|2|tcp|{printed}:1|grpc");
        }

        var (code, _, error) = await RunAsync(shell, Path.Combine(Folder, "launcher.sh"), "", environment: "host");
        code.Should().Be(1);
        Message(error).Should().StartWith("GITOPS_COMPANION_ADDRESS has no port");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Launcher_byHand_saysWhatItIs(string shell)
    {
        var (code, output, error) = await RunAsync(shell, Path.Combine(Folder, "launcher.sh"), "host:1", cookie: "");

        (code, output).Should().Be((1, ""));
        error.Should().StartWith("This is the GitOps plugin for Grafana");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Launcher_noAddress_becomesTheBundledService(string shell)
    {
        // A folder with a space, as on a desktop.
        var folder = Directory.CreateTempSubdirectory("launcher test-").FullName;
        try
        {
            var launcher = Path.Combine(folder, "gpx_gitops_companion_linux_amd64");
            File.Copy(Path.Combine(Folder, "launcher.sh"), launcher);
            var (code, _, error) = await RunAsync(shell, launcher, "");
            code.Should().Be(1);
            Message(error).Should().Contain("comes without the service")
                .And.Contain("companion_address = host:port in the section [plugin.gitops-companion-datasource]")
                .And.Contain("GITOPS_COMPANION_ADDRESS=host:port and GF_PLUGINS_FORWARD_HOST_ENV_VARS=gitops-companion-datasource");

            var service = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "service")).FullName, "gitops");
            File.WriteAllText(service + ".dll", "");
            (code, _, error) = await RunAsync(shell, launcher, "", path: folder);
            code.Should().Be(1);
            Message(error).Should().Contain(".NET 10");

            File.WriteAllText(service, "#!/bin/sh\necho service $#\nenv | grep -q ^PATH=/ || echo no PATH\nexit 7\n");
            File.SetUnixFileMode(service, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            (code, var output, _) = await RunAsync(shell, launcher, "");
            (code, output).Should().Be((7, "service 0\n"));
            // As Grafana 12.4 and newer start it.
            (_, output, _) = await RunAsync(shell, launcher, "", path: "");
            output.Should().Be("service 0\n");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Message(string error) => JsonDocument.Parse(error).RootElement.GetProperty("@message").GetString()!;

    private static bool IsInterruptIgnored()
    {
        const ulong Interrupt = 1 << (2 - 1);
        if (!File.Exists("/proc/self/status")) return false;
        var ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        return (ulong.Parse(ignored["SigIgn:".Length..], NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(
        string shell, string launcher, string address, string cookie = "datasource", string? path = null, string? environment = null)
    {
        using var process = Start(shell, launcher, address, cookie, path, environment);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, error);
    }

    private static Process Start(
        string shell, string launcher, string address, string cookie = "datasource", string? path = null, string? environment = null)
    {
        var start = new ProcessStartInfo(Prerequisite.Program(shell), shell == "busybox" ? ["sh", launcher] : [launcher]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["grafana_plugin_type"] = cookie;
        start.Environment["GF_PLUGIN_COMPANION_ADDRESS"] = address;
        start.Environment["GITOPS_COMPANION_ADDRESS"] = environment;
        if (path is "") start.Environment.Remove("PATH");
        else if (path is not null) start.Environment["PATH"] = path;
        return Process.Start(start)!;
    }
}
