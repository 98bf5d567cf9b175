using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using GrafanaGitOps.Service.Delivery;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using ApplicationId = GrafanaGitOps.Service.Events.ApplicationId;

namespace GrafanaGitOps.Benchmarks;

/// <summary>10,000 applications in one repository of 20,000 commits: the first look at all, a push, and a start with nothing new.</summary>
internal static class Delivery
{
    private const int Applications = 10_000;
    private const int Commits = 20_000;
    private const int Bases = 20;
    private const int Pushes = 7;

    public static async Task RunAsync(Report report)
    {
        var folder = Directory.CreateTempSubdirectory("gitops-benchmark-").FullName;
        try
        {
            await RunAsync(report, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(Report report, string folder)
    {
        var (remote, data) = (Path.Combine(folder, "remote.git"), Path.Combine(folder, "data"));
        Git(folder, null, "init", "--quiet", "--bare", "--initial-branch=main", remote);
        Git(remote, null, "config", "uploadpack.allowFilter", "true");
        Git(remote, FirstHistory(), "fast-import", "--quiet");
        var shas = Git(remote, null, "rev-list", "--reverse", "main").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var options = new GitOptions { Repositories = [new RepositoryOptions { Url = remote, Name = "fleet" }] };
        var storage = new StorageOptions { Sqlite = Path.Combine(folder, "store.db") };
        await using var store = await Store.OpenAsync(storage, NullLoggerFactory.Instance, CancellationToken.None);
        using var source = new GitSource(options, data, store, TimeProvider.System, NullLoggerFactory.Instance);
        await CollectAsync(source, options);
        await RecordApplicationsAsync(store, remote, shas);

        using var meter = new Meter("benchmark");
        var metrics = new DeliveryMetrics(meter);
        using (var tracker = new DeliveryTracker(store, options, data, metrics, TimeProvider.System, NullLogger.Instance))
        {
            var first = await LookAsync(tracker);
            report.AtMost($"delivery: first look at {Applications:#,0} applications, {Commits:#,0} commits", first.TotalSeconds, "s", 30);
            report.Add("delivery: memory after it", Environment.WorkingSet / 1e6, "MB");
            var pushes = new List<double>();
            for (var push = 0; push < Pushes; push++)
            {
                Git(remote, Push(push, shas[^1]), "fast-import", "--quiet", "--force");
                await CollectAsync(source, options);
                pushes.Add((await LookAsync(tracker)).TotalMilliseconds);
            }

            report.AtMost("delivery: push of 1 commit, median", pushes.Order().ElementAt(Pushes / 2), "ms", 500);
        }

        using var again = new DeliveryTracker(store, options, data, metrics, TimeProvider.System, NullLogger.Instance);
        report.AtMost("delivery: start with nothing new", (await LookAsync(again)).TotalMilliseconds, "ms", 3_000);
    }

    private static async Task<TimeSpan> LookAsync(DeliveryTracker tracker)
    {
        var start = Stopwatch.GetTimestamp();
        while (await tracker.RunAsync(CancellationToken.None)) continue;
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task CollectAsync(GitSource source, GitOptions options)
    {
        var state = await source.CollectAsync(options.Repositories[0], CancellationToken.None);
        if (state.Error is not null) throw new InvalidOperationException(state.Error);
    }

    /// <summary>Each deployed at a commit of its own, as Argo CD leaves applications that nothing changed for.</summary>
    private static async Task RecordApplicationsAsync(Store store, string remote, string[] shas)
    {
        var random = new Random(20261124);
        var changes = Enumerable.Range(0, Applications).Select(number =>
        {
            var id = new ApplicationId("hub", OperatorNames.ArgoCd, "Application", "argocd", $"app{number}");
            var state = new ApplicationState
            {
                Id = id,
                Uid = id.Name,
                ResourceVersion = "1",
                Destination = new Destination(null, null, null),
                Sources = [Source(remote, Folder(number), shas[random.Next(shas.Length)])],
            };
            return new ApplicationChange
            {
                Application = id,
                Uid = id.Name,
                Environment = new EnvironmentVerdict("production", TimeSpan.FromMinutes(30), "benchmark"),
                Moment = Moment.Exactly(DateTimeOffset.UnixEpoch.AddDays(20_000)),
                Observation = new OperatorObservation(state, []),
            };
        });
        foreach (var part in changes.Chunk(500)) await store.Applications.RecordAsync(part, CancellationToken.None);
    }

    private static ApplicationSource Source(string remote, string path, string deployed) => new()
    {
        RepoUrl = remote,
        Path = path,
        TargetRevision = "main",
        Deployed = RevisionRef.Parse(deployed),
    };

    private static string FirstHistory()
    {
        var (stream, random) = (new StringBuilder(), new Random(20261125));
        Commit(stream, 1, "first", null);
        for (var number = 0; number < Bases; number++)
        {
            File(stream, $"base/{number}/kustomization.yaml", "resources: [base.yaml]\n");
            File(stream, $"base/{number}/base.yaml", "x: 1\n");
        }

        for (var number = 0; number < Applications; number++)
        {
            var kustomization = $"resources: [../../../base/{number % Bases}]\npatches:\n- path: values.yaml\n# {number}\n";
            File(stream, $"{Folder(number)}/kustomization.yaml", kustomization);
            File(stream, $"{Folder(number)}/values.yaml", $"x: {number}\n");
        }

        for (var number = 2; number <= Commits; number++)
        {
            Commit(stream, number, $"change {number}", null);
            // Now and then a base that hundreds of applications share.
            if (number % 100 == 0) File(stream, $"base/{random.Next(Bases)}/base.yaml", $"x: {number}\n");
            else File(stream, $"{Folder(random.Next(Applications))}/values.yaml", $"x: {number}\n");
        }

        return stream.ToString();
    }

    // A hundred in a folder, as people keep them.
    private static string Folder(int number) => $"apps/team{number / 100}/app{number}";

    private static string Push(int push, string head)
    {
        var stream = new StringBuilder();
        Commit(stream, Commits + 1 + push, $"push {push}", push == 0 ? head : "refs/heads/main^0");
        File(stream, $"{Folder(push)}/values.yaml", $"pushed: {push}\n");
        return stream.ToString();
    }

    private static void Commit(StringBuilder stream, int number, string message, string? from)
    {
        var committer = $"committer A <a@example.com> {1_700_000_000 + (number * 60)} +0000";
        stream.Append(CultureInfo.InvariantCulture, $"commit refs/heads/main\n{committer}\ndata {message.Length}\n{message}\n");
        if (from is not null) stream.Append(CultureInfo.InvariantCulture, $"from {from}\n");
    }

    private static void File(StringBuilder stream, string path, string content) =>
        stream.Append(CultureInfo.InvariantCulture, $"M 100644 inline {path}\ndata {content.Length}\n{content}\n");

    private static string Git(string folder, string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        if (input is not null) process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"git {arguments[0]} failed.");
    }
}
