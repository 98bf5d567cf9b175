using System.Diagnostics;
using System.Globalization;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrafanaGitOps.Benchmarks;

/// <summary>
/// From a fetched clone to a full store, in a fresh process each time, against git's own walk over the same clone. Compilation at first use and
/// the durable writes count; the start of the process and the opening of the store, which a companion has behind it when it indexes, are told apart.
/// </summary>
internal static class FirstIndex
{
    /// <summary>The first argument that makes this program the process which is measured.</summary>
    public const string ChildVerb = "index-once";

    private const int Rounds = 5;

    public static async Task RunAsync(Report report)
    {
        using var history = new RealHistory("k8s-gitops");
        await CreateMirror(history.Remote, history.DataDirectory).PrepareAsync();

        var (git, index, whole, memory) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            git.Add(await MeasureGitAsync(history.Remote));
            var (process, seconds, megabytes) = await MeasureIndexAsync(history);
            whole.Add(process);
            index.Add(seconds);
            memory.Add(megabytes);
        }

        report.Add("first index: git log to /dev/null", Median(git), "s");
        report.Add("first index of k8s-gitops", Median(index), "s");
        report.AtMost("first index against git log", Median(index) / Median(git), "x", 2.0);
        report.Add("first index, with the start of the process and the opening of the store", Median(whole), "s");
        report.Add("the same against git log", Median(whole) / Median(git), "x");
        report.AtMost("first index, peak memory", Median(memory), "MB", 150);
    }

    /// <summary>The measured process: indexes the clone and prints its own peak of memory in kB.</summary>
    public static async Task<int> RunChildAsync(string remote, string dataDirectory, string storeFile)
    {
        TimeSpan indexed;
        await using (var store = await Store.OpenAsync(new StorageOptions { Sqlite = storeFile }, NullLoggerFactory.Instance, CancellationToken.None))
        {
            var id = await store.Repositories.UpsertAsync(new() { Name = "k8s-gitops", Url = remote }, CancellationToken.None);
            var indexer = new RepositoryIndexer(CreateMirror(remote, dataDirectory).Mirror, store, new RepositoryOptions { Url = remote }, id);
            var started = Stopwatch.GetTimestamp();
            var (commits, _) = await indexer.RunAsync([], new HashSet<string>(), TimeProvider.System.GetUtcNow(), CancellationToken.None);
            indexed = Stopwatch.GetElapsedTime(started);
            if (commits < 17_000) return 1;
        }

        Console.WriteLine(indexed.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)));
        return 0;
    }

    private static (Mirror Mirror, Func<Task> PrepareAsync) CreateMirror(string remote, string dataDirectory)
    {
        var mirror = new Mirror(dataDirectory, new RepositoryOptions { Url = remote }, new GitTimeouts());
        return (mirror, async () =>
        {
            using var exclusive = mirror.Lock();
            var branches = await mirror.AskAsync(CancellationToken.None);
            await mirror.CreateAsync(branches.IsSha256, CancellationToken.None);
            await mirror.FetchAsync(branches.Select([]).Heads, [], CancellationToken.None);
        }
        );
    }

    private static async Task<double> MeasureGitAsync(string repository)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec git log --raw -z --no-renames --format=%H > /dev/null"]) { WorkingDirectory = repository };
        var from = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    private static async Task<(double Whole, double Index, double Megabytes)> MeasureIndexAsync(RealHistory history)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [ChildVerb, history.Remote, history.DataDirectory, history.NewStoreFile()]) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Insert(0, typeof(FirstIndex).Assembly.Location);
        var from = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidOperationException("The indexing process failed.");
        var lines = output.Split('\n');
        var kilobytes = lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        return (seconds, double.Parse(lines[0], CultureInfo.InvariantCulture), double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
