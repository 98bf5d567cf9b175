using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GrafanaGitOps.Service.Rules.PromQl;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>Expressions of dashboards, alert rules and recording rules: Prometheus parses them, and what they ask for exists.</summary>
public sealed class PromQlTests
{
    private static IEnumerable<(string Owner, string Expression)> Expressions =>
    [
        .. DashboardFile.All.SelectMany(file => file.Targets.Where(target => !target.IsOurs)
            .Select(target => (target.ToString(), SampleValues.Of(file).Text(target.Expression)))),
        .. AlertRule.All.SelectMany(rule => rule.Queries.Where(query => query.DataSource == "prometheus")
            .Select(query => (rule.Uid, (string)query.Model["expr"]!))),
        .. RecordedExpressions,
    ];

    private static IEnumerable<(string Owner, string Expression)> RecordedExpressions =>
        Directory.EnumerateFiles(Rules, "*.rules.yml").SelectMany(ProvisioningYaml.Load).SelectMany(file => DashboardFile.List(file["groups"]))
            .SelectMany(group => DashboardFile.List(group["rules"])).Select(rule => ((string)rule["record"]!, (string)rule["expr"]!));

    private static string Rules => Path.Combine(Repository.Root, "provisioning", "prometheus", "rules");

    [Fact]
    public async Task Prometheus_parses_every_expression()
    {
        var rules = new StringBuilder("groups:\n- name: expressions\n  rules:\n");
        var number = 0;
        foreach (var (_, expression) in Expressions)
        {
            rules.Append(CultureInfo.InvariantCulture, $"  - record: expression:{number++}\n");
            rules.Append(CultureInfo.InvariantCulture, $"    expr: {JsonSerializer.Serialize(expression, Plain)}\n");
        }

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, rules.ToString(), TestContext.Current.CancellationToken);

        var (exitCode, output) = await PromToolAsync("check", "rules", file);

        File.Delete(file);
        exitCode.Should().Be(0, output);
        number.Should().BeInRange(40, 1_000);
    }

    [Fact]
    public void Nothing_is_asked_for_that_nobody_exports() =>
        Expressions.SelectMany(one => Unknown(one.Expression).Select(problem => $"{one.Owner}: {problem}: {one.Expression}")).Should().BeEmpty();

    [Theory]
    [InlineData("sum(argocd_app_sync_status{name=\"a\"})", "there is no metric argocd_app_sync_status")]
    [InlineData("sum(rate(gotk_reconcile_condition[5m])) or vector(0)", "there is no metric gotk_reconcile_condition")]
    [InlineData("sum(rate(argocd_app_reconcile_count{status=\"error\"}[5m]))", "argocd_app_reconcile_count has no label status")]
    [InlineData("sum by (project) (rate(argocd_app_reconcile_count[5m])) > 0", "grouped by project, which none of its metrics has")]
    [InlineData("histogram_quantile(0.9, sum by (le, kind) (rate(gotk_reconcile_duration_seconds_bucket{kind=~\"a|b\"}[5m])))", null)]
    public void Rules_that_can_never_fire_are_found(string expression, string? problem) =>
        Unknown(expression).Should().Equal(problem is null ? [] : [problem]);

    [Theory]
    [InlineData("prometheus.yml")]
    [InlineData("prometheus.demo.yml")]
    public async Task Configurations_are_what_Prometheus_reads(string name)
    {
        var (exitCode, output) = await PromToolAsync("check", "config", Path.Combine(Repository.Root, "provisioning", "prometheus", name));
        exitCode.Should().Be(0, output);
    }

    [Fact]
    public async Task Recording_rules_compute_what_they_are_for()
    {
        var (exitCode, output) = await PromToolAsync("test", "rules", Path.Combine(Rules, "tests.yml"));
        exitCode.Should().Be(0, output);
    }

    /// <summary>Metrics, labels and groupings of an expression that no current version exports.</summary>
    private static List<string> Unknown(string text)
    {
        var (problems, labels, expression) = (new List<string>(), new HashSet<string>(), PromExpression.Read(text));
        // What is recorded by a rule is looked at where it is recorded.
        foreach (var (metric, matchers, _, _) in expression.Selectors.Where(selector => selector.Metric?.Contains(':') == false))
        {
            var known = KnownMetrics.Labels(metric!);
            if (known is null) problems.Add($"there is no metric {metric}");
            var strange = matchers.Select(matcher => matcher.Label).Except(known ?? []).ToList();
            if (known is not null && strange.Count > 0) problems.Add($"{metric} has no label {string.Join(", ", strange)}");
            labels.UnionWith(known ?? []);
        }

        if (labels.Count == 0) return problems;
        problems.AddRange(expression.Grouping.Distinct().Except(labels).Select(label => $"grouped by {label}, which none of its metrics has"));
        return problems;
    }

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Task<(int ExitCode, string Output)> PromToolAsync(params string[] arguments) => Run.ToEndAsync("promtool", arguments);
}
