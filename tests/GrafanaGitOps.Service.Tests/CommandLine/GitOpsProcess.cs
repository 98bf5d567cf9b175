using System.Diagnostics;
using GrafanaGitOps.Service.Hosting;

namespace GrafanaGitOps.Service.Tests.CommandLine;

/// <summary>The real program in a process of its own, in a folder of its own, with nothing of the machine's environment but PATH and HOME.</summary>
internal sealed class GitOpsProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private GitOpsProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    public int Id => _process.Id;

    public static GitOpsProcess Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start(folder, environment, new ProcessStartInfo("dotnet", [typeof(ServiceRun).Assembly.Location, .. arguments]));

    /// <summary>Types a command into a shell that knows the program by its name; the process is the command's.</summary>
    public static GitOpsProcess StartShell(string folder, IReadOnlyDictionary<string, string> environment, string command)
    {
        var program = $"gitops() {{ exec dotnet '{typeof(ServiceRun).Assembly.Location}' \"$@\"; }}";
        return Start(folder, environment, new ProcessStartInfo("bash", ["-c", $"{program}\n{command}"]));
    }

    private static GitOpsProcess Start(string folder, IReadOnlyDictionary<string, string> environment, ProcessStartInfo start)
    {
        start.WorkingDirectory = folder;
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GITOPS", StringComparison.Ordinal) || name.StartsWith("GF_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new GitOpsProcess(Process.Start(start)!);
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string folder, params string[] arguments)
    {
        await using var process = Start(folder, new Dictionary<string, string>(), arguments);
        var output = await process._process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return (await process.WaitAsync(), output, await process._errors);
    }

    /// <summary>The next line of stdout that contains the text.</summary>
    public async Task<string> ReadLineAsync(string text)
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.Contains(text, StringComparison.Ordinal)) return line;
        Assert.Fail($"The process ended with {await WaitAsync()} before it wrote \"{text}\": {await _errors}");
        return "";
    }

    public Task<string> ReadRestAsync() => _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

    public Task<string> ReadErrorsAsync() => _errors;

    /// <summary>Sends a signal, such as TERM.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Wait.Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
