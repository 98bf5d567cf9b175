using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using GrafanaGitOps.Service.Demo.Metrics;

namespace GrafanaGitOps.Service.Tests.Demo;

public sealed partial class DemoMetricsTests
{
    private static readonly string[] Jobs = ["shop", "argocd", "flux"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.04)]
    [InlineData(0.18)]
    [InlineData(0.9)]
    public void Shares_give_the_percentile_that_prometheus_works_out(double wanted)
    {
        var shares = Latency.Shares(wanted);
        var bucket = shares.ToList().FindIndex(share => share >= 0.95);
        var (lower, below) = bucket == 0 ? (0, 0) : (Latency.Bounds[bucket - 1], shares[bucket - 1]);

        var shown = lower + ((Latency.Bounds[bucket] - lower) * (0.95 - below) / (shares[bucket] - below));

        shown.Should().BeApproximately(wanted, 0.0005);
    }

    [Theory]
    [InlineData("shop")]
    [InlineData("argocd")]
    [InlineData("flux")]
    public async Task Metrics_are_what_promtool_takes(string job)
    {
        await using var bench = await DemoBench.StartAsync();
        await bench.SeedAsync();
        using var client = new HttpClient { BaseAddress = bench.Address };

        var text = await client.GetStringAsync($"/metrics/{job}", Cancellation);

        var (exitCode, errors) = await PromtoolAsync(["check", "metrics"], text);
        // Naming advice about what others named is no error.
        (exitCode is 0 or 3).Should().BeTrue(errors);
        Golden.Matches($"GrafanaGitOps.Service.Tests/Demo/{job}.golden.txt", string.Join('\n', Names(text)) + "\n");
    }

    [Fact]
    public async Task History_goes_over_into_what_is_scraped_and_makes_blocks()
    {
        await using var bench = await DemoBench.StartAsync();
        await bench.SeedAsync();
        using var client = new HttpClient { BaseAddress = bench.Address };
        var history = await client.GetStringAsync("/metrics/history?hours=1&step=600", Cancellation);
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        var live = Samples(string.Concat(await Task.WhenAll(
            Jobs.Select(job => client.GetStringAsync($"/metrics/{job}", Cancellation)))));

        var series = History(history);
        var counters = series.Keys.Where(name => Counter().IsMatch(name)).ToList();
        counters.Should().HaveCountGreaterThan(1_000);
        counters.Should().AllSatisfy(name =>
        {
            series[name].Should().HaveCount(7);
            series[name].Should().Equal(series[name].Order());
            live[name].Should().BeInRange(series[name][^1], double.MaxValue);
        });

        var folder = Directory.CreateTempSubdirectory("gitops-blocks-");
        var file = Path.Combine(folder.FullName, "history.txt");
        await File.WriteAllTextAsync(file, history, Cancellation);
        var blocks = Path.Combine(folder.FullName, "blocks");
        var (exitCode, errors) = await PromtoolAsync(["tsdb", "create-blocks-from", "openmetrics", file, blocks], "");
        exitCode.Should().Be(0, errors);
        Directory.EnumerateDirectories(blocks).Should().NotBeEmpty();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("hours=25")]
    [InlineData("step=1")]
    [InlineData("hours=24&step=5")]
    [InlineData("hours=x")]
    public async Task History_beyond_its_limits_is_refused(string query)
    {
        await using var bench = await DemoBench.StartAsync();
        using var client = new HttpClient { BaseAddress = bench.Address };

        using var answer = await client.GetAsync($"/metrics/history?{query}", Cancellation);

        answer.StatusCode.Should().Be(System.Net.HttpStatusCode.BadRequest);
    }

    /// <summary>Names and labels of what an endpoint has, each once.</summary>
    private static IEnumerable<string> Names(string text) =>
        text.Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => string.Join(' ', Label().Matches(line).Select(label => label.Groups[1].Value).Prepend(line.Split('{')[0])))
            .Distinct().Order(StringComparer.Ordinal);

    private static Dictionary<string, double> Samples(string text) => text.Split('\n').Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => (Name: line[..(line.LastIndexOf('}') + 1)], Value: line[(line.LastIndexOf('}') + 2)..]))
        .ToDictionary(sample => sample.Name, sample => double.Parse(sample.Value, CultureInfo.InvariantCulture));

    /// <summary>The values of each series, named as a scrape names it.</summary>
    private static Dictionary<string, List<double>> History(string text)
    {
        var series = new Dictionary<string, List<double>>();
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var name = Target().Replace(line[..(line.LastIndexOf('}') + 1)], "");
            if (!series.TryGetValue(name, out var values)) series[name] = values = [];
            values.Add(double.Parse(line[(line.LastIndexOf('}') + 2)..].Split(' ')[0], CultureInfo.InvariantCulture));
        }

        return series;
    }

    private static async Task<(int ExitCode, string Errors)> PromtoolAsync(IEnumerable<string> arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(Prerequisite.Program("promtool"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output + await errors);
    }

    [GeneratedRegex(@"([a-z0-9_]+)=""")]
    private static partial Regex Label();

    [GeneratedRegex(@",instance=""[^""]*"",job=""[^""]*""(?=[,}])")]
    private static partial Regex Target();

    [GeneratedRegex(@"((?<!pending_request)_total|_bucket|_sum|seconds_count|reconcile_count)\{")]
    private static partial Regex Counter();
}
