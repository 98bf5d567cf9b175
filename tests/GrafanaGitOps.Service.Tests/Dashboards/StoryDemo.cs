using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Tests.CommandLine;
using GrafanaGitOps.Service.Tests.Queries.Applications;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>The running demo as Grafana sees it: the companion through a go-plugin host, and a Prometheus that scrapes both.</summary>
public sealed class StoryDemo : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-dashboards-");
    private Task? _started;
    private GitOpsProcess? _process;
    private PluginHost? _host;
    private DemoPrometheus? _prometheus;

    internal DemoPrometheus Prometheus => _prometheus!;

    /// <summary>The moment that the story counts from.</summary>
    internal DateTimeOffset Start { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null) await _prometheus.DisposeAsync();
        if (_host is not null) await _host.DisposeAsync();
        if (_process is not null) await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>To be called by each test first: what is missing on this machine skips it (fails it in CI).</summary>
    internal async Task<StoryDemo> StartedAsync()
    {
        await (_started ??= StartAsync());
        return this;
    }

    /// <summary>The frames that a panel, an annotation or an alert rule gets.</summary>
    internal async Task<IReadOnlyList<AnswerFrame>> AskAsync(JsonObject query, DateTimeOffset from, DateTimeOffset to, bool isAlert = false)
    {
        var answers = (await _host!.SendAsync("query", new
        {
            folder = _folder.FullName,
            queries = new[] { query },
            from = from.ToUnixTimeMilliseconds(),
            to = to.ToUnixTimeMilliseconds(),
            format = "JSON",
            settings = PluginHost.DataSource(),
            headers = isAlert ? new Dictionary<string, string> { ["FromAlert"] = "true" } : [],
        })).Deserialize<Dictionary<string, PluginAnswer>>(JsonSerializerOptions.Web)!;
        var answer = answers[(string)query["refId"]!];
        answer.Error.Should().BeEmpty();
        return [.. answer.Files.Select(file => new AnswerFrame(File.ReadAllText(file)))];
    }

    /// <summary>The dashboard's variables with what the companion lists for them; chosen values must be among that.</summary>
    internal async Task<Interpolation> ValuesAsync(DashboardFile file, IReadOnlyDictionary<string, string> chosen)
    {
        var values = new Interpolation().Set("__rate_interval", "2m");
        foreach (var variable in file.Variables)
        {
            var name = (string)variable["name"]!;
            if ((string)variable["type"]! != "query")
            {
                values.Set(name, (string)variable["current"]!["value"]!);
                continue;
            }

            var listed = await ListAsync(variable["query"]!.AsObject(), values);
            listed.Should().NotBeEmpty($"{file.Name}: nothing is listed for the variable {name}.");
            if (chosen.TryGetValue(name, out var one)) listed.Should().Contain(one);
            values.Set(name, one is not null ? [one] : (string?)variable["allValue"] is { } all ? [all] : listed);
        }

        return values;
    }

    private async Task<IReadOnlyList<string>> ListAsync(JsonObject query, Interpolation values)
    {
        var resource = (string)query["resource"]!;
        var narrowed =
            from filter in query["filters"]!.AsObject()
            from value in DashboardFile.Texts(filter.Value).SelectMany(values.Entries)
            select $"{Option(filter.Key)}={Uri.EscapeDataString(value)}";
        var url = $"{resource}?{string.Join('&', narrowed)}";
        var answer = await _host!.SendAsync("resource", new { settings = PluginHost.DataSource(), method = "GET", path = resource, url });
        return [.. DashboardFile.List(JsonNode.Parse((string)answer!["body"]!)).Select(value => (string)value["value"]!)];
    }

    /// <summary>What resources call a parameter of queries.</summary>
    private static string Option(string parameter) => CommonParameters.Applications.Single(one => one.Name == parameter).Option;

    private async Task StartAsync()
    {
        Prerequisite.Program("prometheus");
        Prerequisite.Program("promtool");
        Repository.InteropProgram("plugin-host");
        string[] addresses = ["--http-address", "127.0.0.1:0", "--plugin-address", "127.0.0.1:0", "--demo-address", "127.0.0.1:0"];
        _process = GitOpsProcess.Start(
            _folder.FullName, new Dictionary<string, string>(), ["demo", "--data-directory", "demo", .. addresses]);
        var began = (await _process.ReadLineAsync(" began at ")).Split(" at ")[1];
        Start = DateTimeOffset.ParseExact(
            began, "yyyy-MM-dd HH:mm:ss 'UTC.'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var demo = new Uri(await ReadWordAsync("/metrics/shop", 1));
        var plugin = await ReadWordAsync("Grafana ", 1);
        var companion = new Uri(await ReadWordAsync("/metrics", ^1));
        using (var client = new HttpClient { BaseAddress = companion })
        {
            await Wait.UntilAsync(async () =>
            {
                using var ready = await client.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation);
                return ready.IsSuccessStatusCode;
            });
        }

        _host = await PluginHost.StartAsync(
            Path.Combine(Repository.Root, "plugin", "gpx_gitops_companion_linux_amd64"),
            new Dictionary<string, string> { ["GF_PLUGIN_COMPANION_ADDRESS"] = plugin });
        _prometheus = await DemoPrometheus.StartAsync(_folder.CreateSubdirectory("prometheus").FullName, demo, companion);
        await Wait.UntilAsync(IsLookedAtAsync);
    }

    private async Task<string> ReadWordAsync(string line, Index word) =>
        (await _process!.ReadLineAsync(line)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[word];

    /// <summary>Which commits an application waits for is found out after it and its repository have been read.</summary>
    private async Task<bool> IsLookedAtAsync()
    {
        var query = new JsonObject { ["refId"] = "A", ["queryType"] = "sync_status" };
        var frame = (await AskAsync(query, Start, Start)).Should().ContainSingle().Which;
        return frame.Texts("application").Count > 0 && !frame.Texts("commits_known").Contains("not looked at yet");
    }
}

/// <summary>Tests that share one running demo.</summary>
[CollectionDefinition(Name)]
public sealed class StoryDemoCollection : ICollectionFixture<StoryDemo>
{
    public const string Name = "story demo";
}
