using GrafanaGitOps.Service.Tests.CommandLine;

namespace GrafanaGitOps.Service.Tests.Documentation;

/// <summary>A home folder in which commands of the README are typed, and the demo that some of them ask.</summary>
public sealed class ReadmeBench : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-readme-");
    private Task<RunningDemo>? _demo;
    private GitOpsProcess? _process;

    internal string Folder => _folder.FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Types a command in a folder, with these variables, and waits for its end.</summary>
    internal async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string command, string? folder = null, params (string Name, string Value)[] environment)
    {
        await using var process = Start(command, folder, environment);
        var output = await process.ReadRestAsync();
        return (await process.WaitAsync(), output, await process.ReadErrorsAsync());
    }

    /// <summary>Types a command that goes on. It takes free ports, and keeps its data here.</summary>
    internal GitOpsProcess Start(string command, string? folder = null, params (string Name, string Value)[] environment)
    {
        var variables = new Dictionary<string, string>
        {
            ["HOME"] = Folder,
            ["GITOPS__HTTP__ADDRESS"] = "127.0.0.1:0",
            ["GITOPS__PLUGIN__ADDRESS"] = "127.0.0.1:0",
            ["GITOPS__DATADIRECTORY"] = Path.Combine(Folder, "data"),
        };
        foreach (var (name, value) in environment) variables[name] = value;
        return GitOpsProcess.StartShell(folder ?? Folder, variables, command);
    }

    /// <summary>The demo, started by the README's command when it is first asked for.</summary>
    internal Task<RunningDemo> DemoAsync(string command = "gitops demo") => _demo ??= StartDemoAsync(command);

    /// <summary>Reads a service's banner and waits until it is ready; its HTTP address.</summary>
    internal static async Task<Uri> ReadyAsync(GitOpsProcess process)
    {
        var metrics = new Uri((await process.ReadLineAsync("  Metrics ")).Split(' ')[^1]);
        using var client = new HttpClient { BaseAddress = metrics };
        var answer = "";
        await Wait.UntilAsync(
            async () =>
            {
                using var response = await client.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation);
                answer = await response.Content.ReadAsStringAsync(Cancellation);
                return response.IsSuccessStatusCode;
            },
            () => answer);
        return metrics;
    }

    private async Task<RunningDemo> StartDemoAsync(string command)
    {
        var data = Path.Combine(Folder, "demo");
        _process = Start($"{command} --demo-address 127.0.0.1:0", null, ("GITOPS__DATADIRECTORY", data));
        var shop = (await _process.ReadLineAsync("  Shop ")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        var configuration = (await _process.ReadLineAsync("  Ask ")).Split(' ')[^1];
        (string, string)[] ledger = [("GITOPS_CONFIG", Path.Combine(Folder, configuration)), ("GITOPS__DATADIRECTORY", data)];
        return new RunningDemo(new Uri(shop), ledger, await ReadyAsync(_process));
    }
}

/// <summary>Where the demo is.</summary>
/// <param name="Shop">Metrics of its applications.</param>
/// <param name="Ledger">Variables by which its ledger is asked.</param>
/// <param name="Companion">The companion's own metrics.</param>
internal sealed record RunningDemo(Uri Shop, (string Name, string Value)[] Ledger, Uri Companion);
