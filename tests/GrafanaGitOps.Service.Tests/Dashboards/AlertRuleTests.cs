using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>What must hold of every alert rule, whatever the data.</summary>
public sealed partial class AlertRuleTests(SampleAnswers answers) : IClassFixture<SampleAnswers>
{
    public static IEnumerable<TheoryDataRow<string>> Uids => AlertRule.All.Select(rule => new TheoryDataRow<string>(rule.Uid));

    [Fact]
    public void Rules_have_names_of_their_own_that_Grafana_takes()
    {
        Assert.Distinct(AlertRule.All.Select(rule => rule.Uid));
        Assert.Distinct(AlertRule.All.Select(rule => (string)rule.Json["title"]!));
        Assert.All(AlertRule.All, rule => Assert.Matches("^[a-z-]{1,40}$", rule.Uid));
    }

    [Theory]
    [MemberData(nameof(Uids))]
    public void Rules_say_how_bad_it_is_what_happened_and_what_to_do_without_data(string uid)
    {
        var rule = AlertRule.Of(uid);
        Assert.Contains((string)rule.Json["labels"]!["severity"]!, (string[])["info", "warning", "critical"]);
        Assert.Contains((string)rule.Json["noDataState"]!, (string[])["OK", "NoData", "Alerting"]);
        Assert.Contains((string)rule.Json["execErrState"]!, (string[])["KeepLast", "Error", "Alerting"]);
        Assert.Matches("^[0-9]+[smh]$", (string)rule.Json["for"]!);
        Assert.NotEmpty(rule.Annotations["summary"]);
        Assert.NotEmpty(rule.Annotations["description"]);
        // Grafana puts its environment into texts where $NAME or ${NAME} stands in labels and titles, and ${NAME} in annotations.
        Assert.DoesNotContain("$", rule.Json["labels"]!.ToJsonString() + rule.Json["title"], StringComparison.Ordinal);
        Assert.All(rule.Annotations.Values, text => Assert.DoesNotContain("${", text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Uids))]
    public void Conditions_are_about_queries_that_are_there(string uid)
    {
        var rule = AlertRule.Of(uid);
        var names = rule.Queries.Select(query => query.RefId).ToList();
        Assert.Distinct(names);
        Assert.True(rule.Condition.IsExpression);
        Assert.Empty(Name().Matches((string)rule.Condition.Model["expression"]!).Select(match => match.Value).Except(names));
        Assert.All(rule.Queries, query => Assert.Equal(query.RefId, (string)query.Model["refId"]!));
        Assert.All(rule.Queries, query => Assert.Contains(query.DataSource, (string[])["gitops", "prometheus", "__expr__"]));
    }

    [Theory]
    [MemberData(nameof(Uids))]
    public void Rules_lead_to_a_panel_that_is_there(string uid)
    {
        var rule = AlertRule.Of(uid);
        var dashboard = Assert.Single(DashboardFile.All, file => file.Uid == (string)rule.Json["dashboardUid"]!);
        Assert.Contains((long)rule.Json["panelId"]!, dashboard.Panels.Select(panel => (long)panel["id"]!));
    }

    /// <summary>A label that is not there becomes an empty text in a notification, which nobody notices.</summary>
    [Theory]
    [MemberData(nameof(Uids))]
    public async Task Annotations_name_labels_that_the_queries_give(string uid)
    {
        var rule = AlertRule.Of(uid);
        var columns = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var query in rule.Queries.Where(query => query.DataSource == "gitops"))
            columns[query.RefId] = Assert.Single(await answers.ColumnsAsync(query.Model, isAlert: true));
        if (columns.Count == 0) return;

        var texts = string.Join('\n', rule.Annotations.Values);
        Assert.Empty(OwnLabel().Matches(texts).Select(match => match.Groups["label"].Value).Except(columns["Value"]));
        foreach (Match match in LabelOfQuery().Matches(texts))
            Assert.Contains(match.Groups["label"].Value, columns[match.Groups["query"] is { Success: true } query ? query.Value : "Details"]);
        // Grafana finds the details of an instance by labels that hold all of the instance's; the last column is the number.
        if (columns.TryGetValue("Details", out var details)) Assert.Empty(columns["Value"].SkipLast(1).Except(details));
    }

    [GeneratedRegex(@"[A-Z]\w*")]
    private static partial Regex Name();

    [GeneratedRegex(@"\$labels\.(?<label>\w+)")]
    private static partial Regex OwnLabel();

    // Without a name it stands within {{ with $values.Details }}.
    [GeneratedRegex(@"(?:\$values\.(?<query>\w+)|\{\{ )\.Labels\.(?<label>\w+)")]
    private static partial Regex LabelOfQuery();
}
