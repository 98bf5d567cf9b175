using System.Diagnostics;
using System.Globalization;

namespace GrafanaGitOps.Service.Tests.EndToEnd;

/// <summary>scripts/demo.sh, as a person runs it.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private DemoProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static DemoProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    /// <summary>With these variables; of Grafana it sees only what they name.</summary>
    public static DemoProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "scripts", "demo.sh"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("GRAFANA_HOME");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new DemoProcess(Process.Start(start)!);
    }

    /// <summary>What it prints up to its last line, after which it goes on serving.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync()
    {
        var lines = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            lines.Add(line);
            if (line.Contains("Ctrl+C", StringComparison.Ordinal)) return lines;
        }

        Assert.Fail($"The demo ended: {await _errors}");
        return lines;
    }

    /// <summary>Ends it as Ctrl+C does, and checks that it ends well.</summary>
    public async Task StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(Cancellation);
        await _process.WaitForExitAsync(Cancellation).WaitAsync(Wait.Patience, Cancellation);
        _process.ExitCode.Should().Be(0, await _errors);
    }

    /// <summary>What it wrote to stderr until it ended.</summary>
    public Task<string> ErrorsAsync() => _errors;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
