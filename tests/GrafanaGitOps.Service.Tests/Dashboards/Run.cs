using System.Diagnostics;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>Programs that look at our files.</summary>
internal static class Run
{
    /// <summary>How a program on the PATH ended, and all that it wrote; skips (fails in CI) when it is not there.</summary>
    public static async Task<(int ExitCode, string Output)> ToEndAsync(string program, params string[] arguments)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(Prerequisite.Program(program), arguments) };
        (process.StartInfo.RedirectStandardError, process.StartInfo.RedirectStandardOutput) = (true, true);
        process.Start();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await errors);
    }
}
