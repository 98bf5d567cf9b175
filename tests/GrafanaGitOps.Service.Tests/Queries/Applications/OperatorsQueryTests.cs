using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Queries.Applications;

namespace GrafanaGitOps.Service.Tests.Queries.Applications;

public sealed class OperatorsQueryTests(ApplicationFixture fixture) : IClassFixture<ApplicationFixture>
{
    [Fact]
    public async Task Workloads_and_watches_are_listed_with_what_is_wrong() =>
        Golden.Matches(
            "GrafanaGitOps.Service.Tests/Queries/Applications/operators.golden.json", await fixture.AnswerAsync(OperatorsQuery.Definition));

    [Fact]
    public async Task Workloads_and_watches_are_numbers()
    {
        var json = await fixture.AnswerAsync(OperatorsQuery.Definition, ("format", "numeric"));

        Golden.Matches("GrafanaGitOps.Service.Tests/Queries/Applications/operators-numeric.golden.json", json);
        NumericLong.AssertHolds(new AnswerFrame(json), isAlert: false);
    }

    [Fact]
    public async Task Alert_rule_gets_what_fails()
    {
        var frame = new AnswerFrame(await fixture.AnswerAsync(new QueryRequest(OperatorsQuery.Definition) { Limit = 1_000, IsAlert = true }));

        NumericLong.AssertHolds(frame, isAlert: true);
        AnswerFrame.Name(frame.Fields[^1]).Should().Be("failing");
    }

    [Fact]
    public async Task Annotations_of_an_alert_rule_get_what_is_wrong()
    {
        var request = new QueryRequest(OperatorsQuery.Definition) { Limit = 1_000, IsAlert = true };
        var json = await fixture.AnswerAsync(request, ("labels", "detail"));

        Golden.Matches("GrafanaGitOps.Service.Tests/Queries/Applications/operators-detail.golden.json", json);
        NumericLong.AssertHolds(new AnswerFrame(json), isAlert: true);
    }

    [Theory]
    [InlineData("clusters", "main", 3)]
    [InlineData("clusters", "!main", 5)]
    [InlineData("operators", "flux", 4)]
    [InlineData("operators", "!flux", 5)]
    [InlineData("search", "REPO-", 1)]
    public async Task Rows_with_a_filter_are_those_that_match(string parameter, string value, int expected) =>
        new AnswerFrame(await fixture.AnswerAsync(OperatorsQuery.Definition, (parameter, value))).Texts("name").Should().HaveCount(expected);
}
