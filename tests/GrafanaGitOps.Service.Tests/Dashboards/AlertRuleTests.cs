using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>What must hold of every alert rule, whatever the data.</summary>
public sealed partial class AlertRuleTests(SampleAnswers answers) : IClassFixture<SampleAnswers>
{
    public static IEnumerable<TheoryDataRow<string>> Uids => AlertRule.All.Select(rule => new TheoryDataRow<string>(rule.Uid));

    [Fact]
    public void Rules_have_names_of_their_own_that_Grafana_takes()
    {
        AlertRule.All.Select(rule => rule.Uid).Should().OnlyHaveUniqueItems();
        AlertRule.All.Select(rule => (string)rule.Json["title"]!).Should().OnlyHaveUniqueItems();
        AlertRule.All.Should().AllSatisfy(rule => rule.Uid.Should().MatchRegex("^[a-z-]{1,40}$"));
    }

    [Theory]
    [MemberData(nameof(Uids))]
    public void Rules_say_how_bad_it_is_what_happened_and_what_to_do_without_data(string uid)
    {
        var rule = AlertRule.Of(uid);
        ((string)rule.Json["labels"]!["severity"]!).Should().BeOneOf("info", "warning", "critical");
        ((string)rule.Json["noDataState"]!).Should().BeOneOf("OK", "NoData", "Alerting");
        ((string)rule.Json["execErrState"]!).Should().BeOneOf("KeepLast", "Error", "Alerting");
        ((string)rule.Json["for"]!).Should().MatchRegex("^[0-9]+[smh]$");
        rule.Annotations["summary"].Should().NotBeNullOrEmpty();
        rule.Annotations["description"].Should().NotBeNullOrEmpty();
        // Grafana puts its environment into texts where $NAME or ${NAME} stands in labels and titles, and ${NAME} in annotations.
        (rule.Json["labels"]!.ToJsonString() + rule.Json["title"]).Should().NotContain("$");
        rule.Annotations.Values.Should().AllSatisfy(text => text.Should().NotContain("${"));
    }

    [Theory]
    [MemberData(nameof(Uids))]
    public void Conditions_are_about_queries_that_are_there(string uid)
    {
        var rule = AlertRule.Of(uid);
        var names = rule.Queries.Select(query => query.RefId).ToList();
        names.Should().OnlyHaveUniqueItems();
        rule.Condition.IsExpression.Should().BeTrue();
        Name().Matches((string)rule.Condition.Model["expression"]!).Select(match => match.Value).Except(names).Should().BeEmpty();
        rule.Queries.Should().AllSatisfy(query => ((string)query.Model["refId"]!).Should().Be(query.RefId));
        rule.Queries.Should().AllSatisfy(query => query.DataSource.Should().BeOneOf("gitops", "prometheus", "__expr__"));
    }

    [Theory]
    [MemberData(nameof(Uids))]
    public void Rules_lead_to_a_panel_that_is_there(string uid)
    {
        var rule = AlertRule.Of(uid);
        var dashboard = DashboardFile.All.Should().ContainSingle(file => file.Uid == (string)rule.Json["dashboardUid"]!).Which;
        dashboard.Panels.Select(panel => (long)panel["id"]!).Should().Contain((long)rule.Json["panelId"]!);
    }

    /// <summary>A label that is not there becomes an empty text in a notification, which nobody notices.</summary>
    [Theory]
    [MemberData(nameof(Uids))]
    public async Task Annotations_name_labels_that_the_queries_give(string uid)
    {
        var rule = AlertRule.Of(uid);
        var columns = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var query in rule.Queries.Where(query => query.DataSource == "gitops"))
            columns[query.RefId] = (await answers.ColumnsAsync(query.Model, isAlert: true)).Should().ContainSingle().Which;
        if (columns.Count == 0) return;

        var texts = string.Join('\n', rule.Annotations.Values);
        OwnLabel().Matches(texts).Select(match => match.Groups["label"].Value).Except(columns["Value"]).Should().BeEmpty();
        foreach (Match match in LabelOfQuery().Matches(texts))
            columns[match.Groups["query"] is { Success: true } query ? query.Value : "Details"].Should().Contain(match.Groups["label"].Value);
        // Grafana finds the details of an instance by labels that hold all of the instance's; the last column is the number.
        if (columns.TryGetValue("Details", out var details)) columns["Value"].SkipLast(1).Except(details).Should().BeEmpty();
    }

    [GeneratedRegex(@"[A-Z]\w*")]
    private static partial Regex Name();

    [GeneratedRegex(@"\$labels\.(?<label>\w+)")]
    private static partial Regex OwnLabel();

    // Without a name it stands within {{ with $values.Details }}.
    [GeneratedRegex(@"(?:\$values\.(?<query>\w+)|\{\{ )\.Labels\.(?<label>\w+)")]
    private static partial Regex LabelOfQuery();
}
