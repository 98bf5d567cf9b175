using System.Diagnostics;
using System.Globalization;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Hosting;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrafanaGitOps.Benchmarks;

/// <summary>
/// Every query of applications over a large ledger, as dashboards ask: the last day and the last 30 days, all applications, one environment, one
/// application. Past the cache of answers. Cold is the first time that a fresh companion, which has just opened its store and warmed up, is asked.
/// </summary>
internal static class ApplicationQueries
{
    /// <summary>The first argument that makes this program the process which answers once.</summary>
    public const string ChildVerb = "query-once";

    private const int WarmRounds = 40;

    /// <summary>Not measured: the runtime compiles what is hot for the second time meanwhile, as in a companion's first minutes.</summary>
    private const int WarmUpRounds = 20;

    private const int ColdRounds = 5;

    private static readonly (string Query, int Days, string Asked)[] Questions =
    [
        ("sync_status", 1, ""), ("sync_status", 1, "environments=production"), ("sync_health", 1, ""), ("pending_commits", 1, ""),
        ("pending_commits", 1, "environments=production"), ("operators", 1, ""),
        ("sync_events", 1, ""), ("sync_events", 30, ""), ("sync_events", 30, "environments=production"), ("sync_events", 30, "applications=app-77"),
        ("sync_events", 30, "projects=project-7"), ("sync_events", 30, "phases=Error"), ("sync_events", 30, "phases=Failed environments=production"),
        ("sync_events", 30, "kinds=SelfHeal applications=app-77"), ("sync_events", 1, "search=admission"), ("sync_events", 1, "format=logs"),
        ("deployments", 1, ""), ("deployments", 30, ""), ("deployments", 30, "environments=production"), ("deployments", 365, "applications=app-77"),
        ("deployments", 30, "outcome=all environments=staging"),
        ("deployment_annotations", 1, "applications=app-77"), ("deployment_annotations", 30, "environments=production"),
        ("sync_timeline", 1, ""), ("sync_timeline", 30, "environments=production"), ("sync_timeline", 30, "applications=app-77"),
        ("topology", 1, ""), ("topology", 1, "environments=production"), ("topology", 1, "applications=app-77 resources=each"),
        ("commits", 1, ""), ("commits", 30, ""), ("commits", 30, "environments=production"), ("commits", 30, "projects=project-7"), ("commits", 30, "applications=app-77"),
    ];

    private static readonly WebLinks Links = ConfiguredLinks.Of(
        Linked(new ServiceOptions()),
        LedgerGenerator.RepositoryNames.Select(name => new RepositoryOptions
        {
            Name = name,
            Url = $"https://git.example.com/{name}/deploy.git",
            Links = new LinkOptions { Host = "github" },
        }));

    private static ServiceOptions Linked(ServiceOptions options)
    {
        options.Operators["argocd"].Ui.Url = "https://argocd.example.com/applications/{namespace}/{name}";
        return options;
    }

    public static async Task RunAsync(Report report)
    {
        var file = await LedgerGenerator.PrepareAsync();
        await using var store = await OpenAsync(file);
        // A part of the questions by the beginning of their names, such as "deployments, 30 d", while one works on it.
        var only = Environment.GetEnvironmentVariable("GITOPS_BENCHMARK_ONLY") ?? "";
        foreach (var (index, question) in Questions.Index().Where(one => Name(one.Item).StartsWith(only, StringComparison.Ordinal)))
        {
            if (QueryTable.Find(question.Query) is not { } query)
            {
                Console.WriteLine($"{question.Query} is not in the table of queries.");
                continue;
            }

            var name = Name(question);
            var (warm, rows) = await MeasureWarmAsync(store, query, question.Days, question.Asked);
            report.AtMost($"{name} ({rows} rows): warm p95", warm, "ms", 50);
            report.AtMost($"{name}: cold", await MeasureColdAsync(file, index), "ms", 300);
        }
    }

    /// <summary>The measured process: starts as the companion does, answers one question for the first time and prints how long that took.</summary>
    public static async Task<int> RunChildAsync(string file, string index)
    {
        var question = Questions[int.Parse(index, CultureInfo.InvariantCulture)];
        await using var store = await OpenAsync(file);
        await WarmUp.AskAllAsync(store, Links, new EndOfYear(), NullLogger.Instance, CancellationToken.None);
        var started = Stopwatch.GetTimestamp();
        await AnswerAsync(store, QueryTable.Find(question.Query)!, question.Days, question.Asked);
        Console.WriteLine(Stopwatch.GetElapsedTime(started).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static string Name((string Query, int Days, string Asked) question)
    {
        var range = QueryTable.Find(question.Query) is { HasTimeRange: false } ? "now" : $"{question.Days} d";
        return $"{question.Query}, {range}{(question.Asked.Length > 0 ? $", {question.Asked}" : "")}";
    }

    private static async Task<(double Milliseconds, int Rows)> MeasureWarmAsync(Store store, QueryDefinition query, int days, string asked)
    {
        var rows = 0;
        var times = new List<double>();
        for (var round = -WarmUpRounds; round < WarmRounds; round++)
        {
            var from = Stopwatch.GetTimestamp();
            rows = await AnswerAsync(store, query, days, asked);
            if (round >= 0) times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        return (times.Order().ElementAt((int)Math.Ceiling(WarmRounds * 0.95) - 1), rows);
    }

    private static async Task<double> MeasureColdAsync(string file, int index)
    {
        var times = new List<double>();
        for (var round = 0; round < ColdRounds; round++)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, [ChildVerb, file, index.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Insert(0, typeof(ApplicationQueries).Assembly.Location);
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"The process that answers question {index} failed.");
            times.Add(double.Parse(output, CultureInfo.InvariantCulture));
        }

        return times.Max();
    }

    private static Task<Store> OpenAsync(string file) =>
        Store.OpenAsync(new StorageOptions { Sqlite = file }, NullLoggerFactory.Instance, CancellationToken.None);

    private static async Task<int> AnswerAsync(Store store, QueryDefinition query, int days, string asked)
    {
        var request = new QueryRequest(query)
        {
            Values = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
                .ToDictionary(pair => pair[0], pair => (IReadOnlyList<string>)[pair[1]]),
            From = LedgerGenerator.End.AddDays(-days),
            To = LedgerGenerator.End,
            Limit = query.DefaultLimit ?? 1_000,
        };
        var frames = await query.Run(new QueryContext(request, store, Links, new EndOfYear()), CancellationToken.None);
        var rows = frames.Sum(frame => frame.RowCount);
        foreach (var frame in frames) frame.Dispose();
        return rows;
    }

    private sealed class EndOfYear : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => LedgerGenerator.End;
    }
}
