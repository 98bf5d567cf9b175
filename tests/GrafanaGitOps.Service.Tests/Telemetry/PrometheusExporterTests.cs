using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using GrafanaGitOps.Service.Telemetry;
using GrafanaGitOps.Service.Tests.Storage;

namespace GrafanaGitOps.Service.Tests.Telemetry;

public sealed class PrometheusExporterTests
{
    [Fact]
    public void Every_kind_of_instrument_is_written_as_prometheus_reads_it()
    {
        using var meter = new Meter("test");
        using var exporter = new PrometheusExporter(meter);
        meter.CreateCounter<long>("test.requests", description: "Requests\nwith a \\ in the help.").Add(2, new KeyValuePair<string, object?>("path", "a\"b\\c\nd"));
        meter.CreateObservableGauge("test.size", () => 1.5, "By", "Size.");
        meter.CreateObservableGauge("test.limit", () => double.PositiveInfinity, description: "Limit.");
        var histogram = meter.CreateHistogram("test.duration", "s", "Duration.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in new[] { 0.05, 0.1, 0.5, 7 }) histogram.Record(value, new KeyValuePair<string, object?>("query", "commits"));
        meter.CreateCounter<long>("test.never.counted", description: "Has no series, so it is left out.");

        Text(exporter).Should().Be(
            """
            # HELP test_duration_seconds Duration.
            # TYPE test_duration_seconds histogram
            test_duration_seconds_bucket{query="commits",le="0.1"} 2
            test_duration_seconds_bucket{query="commits",le="1"} 3
            test_duration_seconds_bucket{query="commits",le="+Inf"} 4
            test_duration_seconds_sum{query="commits"} 7.65
            test_duration_seconds_count{query="commits"} 4
            # HELP test_limit Limit.
            # TYPE test_limit gauge
            test_limit +Inf
            # HELP test_requests_total Requests\nwith a \\ in the help.
            # TYPE test_requests_total counter
            test_requests_total{path="a\"b\\c\nd"} 2
            # HELP test_size_bytes Size.
            # TYPE test_size_bytes gauge
            test_size_bytes 1.5

            """);
    }

    [Fact]
    public void Observed_series_that_disappear_are_written_no_more()
    {
        using var meter = new Meter("test");
        using var exporter = new PrometheusExporter(meter);
        List<Measurement<long>> measured = [new(1, new KeyValuePair<string, object?>("repository", "a")), new(2, new KeyValuePair<string, object?>("repository", "b"))];
        meter.CreateObservableGauge("test.commits", () => measured);
        Text(exporter).Should().Contain("repository=\"a\"");

        measured.RemoveAt(0);

        Text(exporter).Should().NotContain("repository=\"a\"");
    }

    [Fact]
    public void Labels_without_end_are_counted_together()
    {
        using var meter = new Meter("test");
        using var exporter = new PrometheusExporter(meter);
        var counter = meter.CreateCounter<long>("test.requests");

        for (var i = 0; i < 5_000; i++) counter.Add(1, new KeyValuePair<string, object?>("user", i));

        var lines = Text(exporter).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.Should().BeInRange(2_000, 2_010);
        lines.Should().Contain("test_requests_total{user=\"other\"} 3000");
    }

    [Fact]
    public void Meter_of_another_service_is_not_collected()
    {
        using var ours = new Meter("test");
        using var theirs = new Meter("test");
        using var exporter = new PrometheusExporter(ours);

        theirs.CreateCounter<long>("theirs").Add(1);

        Text(exporter).Should().BeEmpty();
    }

    [Fact]
    public async Task Metrics_of_the_service_please_promtool()
    {
        var promtool = Prerequisite.Program("promtool");
        await using var fixture = new Queries.QueryFixture();
        await fixture.InitializeAsync();
        await fixture.FillAsync();
        var store = await fixture.Stores.GetAsync(TestContext.Current.CancellationToken);
        await store.Applications.RecordAsync([Looks.Look(0).With(Looks.Sync(0, "1.0.0"))], TestContext.Current.CancellationToken);
        using var text = new MetricsText(fixture.Metrics, fixture.Stores, Queries.QueryFixture.Clock, new TestLogs());
        fixture.Metrics.CountRequest("query", "ok");
        fixture.Metrics.CountQuery("commits", "ok", TimeSpan.FromMilliseconds(3));

        var metrics = await text.CollectAsync(TestContext.Current.CancellationToken);

        var written = Encoding.UTF8.GetString(metrics.Span);
        (await CheckAsync(promtool, written)).Should().Be(("", 0));
        written.Should().Contain("gitops_repository_lag_seconds{repository=\"platform\"} 42\n");
        written.Should().Contain("gitops_repository_up{repository=\"secrets\"} 0\n");
        written.Should().Contain("gitops_repository_commits{repository=\"platform\"} 5\n");
        written.Should().Contain("gitops_applications{cluster=\"hub\",operator=\"argocd\"} 1\n");
        written.Should().Contain("gitops_sync_events 1\n");
        written.Should().Contain("gitops_query_duration_seconds_count{query=\"commits\",outcome=\"ok\"} 1\n");
    }

    private static string Text(PrometheusExporter exporter) => Encoding.UTF8.GetString(exporter.Collect().Span);

    private static async Task<(string Output, int ExitCode)> CheckAsync(string promtool, string metrics)
    {
        using var process = Process.Start(new ProcessStartInfo(promtool, ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(metrics);
        process.StandardInput.Close();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (errors, process.ExitCode);
    }
}
