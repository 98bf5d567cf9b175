using System.Diagnostics;

namespace GrafanaGitOps.Benchmarks;

/// <summary>From the start of the published program, as Grafana starts it, to the handshake line on its stdout.</summary>
internal static class StartUp
{
    private const int Rounds = 15;

    public static async Task RunAsync(Report report)
    {
        var program = Path.GetFullPath("artifacts/publish/gitops");
        if (!File.Exists(program)) throw new InvalidOperationException($"{program} is not there: run scripts/publish.sh.");
        var data = Directory.CreateTempSubdirectory("gitops-start-");
        try
        {
            await MeasureAsync(program, data.FullName);
            var times = new List<double>();
            for (var round = 0; round < Rounds; round++) times.Add(await MeasureAsync(program, data.FullName));
            report.AtMost("process start to handshake line", times.Order().ElementAt(Rounds / 2), "ms", 400);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(string program, string data)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["grafana_plugin_type"] = "datasource";
        start.Environment["PLUGIN_PROTOCOL_VERSIONS"] = "2";
        start.Environment["GF_PLUGIN_DATA_DIRECTORY"] = data;
        var from = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync();
        var elapsed = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
        process.Kill();
        await process.WaitForExitAsync();
        return line?.StartsWith("1|2|unix|", StringComparison.Ordinal) == true ? elapsed : throw new InvalidOperationException($"The program said \"{line}\".");
    }
}
