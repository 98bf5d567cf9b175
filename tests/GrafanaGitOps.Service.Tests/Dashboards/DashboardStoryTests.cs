using System.Text.Json;
using GrafanaGitOps.Service.Tests.Queries.Applications;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>Every panel, annotation, variable and alert rule, asked for real while the demo tells its story.</summary>
[Collection(StoryDemoCollection.Name)]
public sealed class DashboardStoryTests(StoryDemo story)
{
    /// <summary>What may be empty in the story, by what asks; with the reason.</summary>
    private static readonly Dictionary<string, string> Empty = new()
    {
        ["application: annotation Drift undone, query Drift"] = "nobody heals checkout in the story",
        ["application: annotation Failed deployments, query Failed"] = "checkout is deployed without failures",
        ["application: Which commits wait?, query A"] = "nothing waits for checkout in production",
        ["argocd: Do git requests fail?, query A"] = "every fetch succeeds",
        ["argocd: Do git requests fail?, query B"] = "every listing succeeds",
        ["application: How full is it?, query B"] = "the demo has no cAdvisor",
        ["application: How full is it?, query C"] = "the demo has no cAdvisor",
    };

    private const string Subject = "fix(checkout): connection pool settings (#412)";

    private static readonly Dictionary<string, string> Checkout = new() { ["environment"] = "production", ["application"] = "checkout" };

    public static IEnumerable<TheoryDataRow<string>> Names => DashboardFile.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_is_empty_without_a_reason(string name)
    {
        var demo = await story.StartedAsync();
        var file = DashboardFile.Of(name);
        var values = await demo.ValuesAsync(file, name == "application" ? Checkout : []);
        var (from, to) = (demo.Start.AddHours(-3), TimeProvider.System.GetUtcNow());
        var empty = new List<string>();
        foreach (var target in file.Targets)
        {
            if (target.IsOurs)
            {
                var frames = await demo.AskAsync(values.Query(target.Json), from, to);
                if (frames.All(frame => frame.RowCount == 0)) empty.Add(target.ToString());
                continue;
            }

            var series = await demo.Prometheus.RangeAsync(values.Text(target.Expression), from, to);
            if (series.Count == 0) empty.Add(target.ToString());
            series.Any(points => points.Any(point => double.IsInfinity(point.Value))).Should().BeFalse($"{target} is infinite.");
        }

        empty.Order().Should().Equal(Empty.Keys.Where(what => what.StartsWith(name + ":", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Person_on_call_sees_the_commit_its_deployment_and_the_latency_beside_each_other()
    {
        var demo = await story.StartedAsync();
        var file = DashboardFile.Of("application");
        var values = await demo.ValuesAsync(file, Checkout);
        var (from, to) = (demo.Start.AddHours(-3), TimeProvider.System.GetUtcNow());

        var latency = (await RangeAsync("How long do requests take?", "B")).Should().ContainSingle().Which;
        Highest(latency, -60, -30).Should().BeInRange(0.1, 0.3);
        Highest(latency, -20, -10).Should().BeInRange(0.6, 2);
        Highest((await RangeAsync("How many requests fail?", "A")).Should().ContainSingle().Which, -20, -10).Should().BeInRange(0.02, 0.1);
        Highest((await RangeAsync("How full is it?", "A")).Should().ContainSingle().Which, -20, -10).Should().BeInRange(0.9, 1);

        var annotations = (await AskAsync(Asked("annotation Deployments", "Deployments"))).Should().ContainSingle().Which;
        var told = annotations.Texts("text").ToList().FindIndex(text => text!.Contains($"by Alice: {Subject}", StringComparison.Ordinal));
        told.Should().BeGreaterThanOrEqualTo(0, string.Join('\n', annotations.Texts("text")));
        Time(annotations.Cells("time")[told]).Should().BeCloseTo(demo.Start.AddMinutes(-30), TimeSpan.FromSeconds(1));
        (Time(annotations.Cells("timeEnd")[told]) - Time(annotations.Cells("time")[told])).Should().Be(TimeSpan.FromSeconds(95));

        var commits = (await AskAsync(Asked("What was committed?", "A"))).Should().ContainSingle().Which;
        var commit = commits.Texts("subject").ToList().IndexOf(Subject);
        commits.Texts("author")[commit].Should().Be("Alice");
        commits.Texts("deployed_to")[commit].Should().StartWith("production ");

        Target Asked(string title, string refId) =>
            file.Targets.Single(target => target.Owner == $"application: {title}" && target.RefId == refId);

        Task<IReadOnlyList<IReadOnlyList<(DateTimeOffset Time, double Value)>>> RangeAsync(string title, string refId) =>
            demo.Prometheus.RangeAsync(values.Text(Asked(title, refId).Expression), from, to);

        Task<IReadOnlyList<AnswerFrame>> AskAsync(Target target) => demo.AskAsync(values.Query(target.Json), from, to);

        double Highest(IEnumerable<(DateTimeOffset Time, double Value)> points, int first, int last) =>
            points.Where(point => Minute(point.Time) >= first && Minute(point.Time) <= last).Max(point => point.Value);

        double Minute(DateTimeOffset time) => (time - demo.Start).TotalMinutes;
    }

    /// <summary>Whether a rule fires when its time is over; the waiting itself is Grafana's.</summary>
    [Fact]
    public async Task Alert_rules_fire_for_what_is_wrong_in_the_story_and_for_nothing_else()
    {
        var demo = await story.StartedAsync();
        var firing = new List<string>();
        foreach (var rule in AlertRule.All)
        {
            var instances = await AlertEvaluation.FiringAsync(rule, demo);
            firing.AddRange(instances.Select(labels => $"{rule.Uid}: {Describe(labels)}").Order(StringComparer.Ordinal));
        }

        Golden.Matches("GrafanaGitOps.Service.Tests/Dashboards/firing.golden.txt", string.Concat(firing.Select(line => line + "\n")));
    }

    [Fact]
    public async Task Notification_about_a_budget_names_the_commit_that_waits()
    {
        var demo = await story.StartedAsync();
        var rule = AlertRule.Of("gitops-over-budget-production");
        var details = await AlertEvaluation.NumbersAsync(rule.Queries.Single(query => query.RefId == "Details"), demo);

        var search = details.Should().ContainSingle(sample => sample.Labels["application"] == "search").Which.Labels;

        search["author"].Should().Be("Erin");
        // Its number is another one at other times of the day.
        search["subject"].Should().StartWith("feat(search): synonyms of brands (#");
        search["commit"].Should().MatchRegex("^[0-9a-f]{8}$");
        search["commit_url"].Should().StartWith($"https://git.example.com/shop/shop-deploy/commit/{search["commit"]}");
    }

    private static string Describe(IReadOnlyDictionary<string, string> labels) => string.Join(
        ' ',
        labels.Where(label => label.Value.Length > 0).Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal));

    private static DateTimeOffset Time(JsonElement cell) => DateTimeOffset.FromUnixTimeMilliseconds(cell.GetInt64());
}
