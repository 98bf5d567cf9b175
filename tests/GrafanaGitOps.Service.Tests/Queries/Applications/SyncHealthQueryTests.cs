using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Queries.Applications;

namespace GrafanaGitOps.Service.Tests.Queries.Applications;

public sealed class SyncHealthQueryTests(ApplicationFixture fixture) : IClassFixture<ApplicationFixture>
{
    private static readonly QueryRequest Alert = new(SyncHealthQuery.Definition) { Limit = 10_000, IsAlert = true };

    [Fact]
    public async Task Panel_gets_every_number_of_every_application()
    {
        var json = await fixture.AnswerAsync(SyncHealthQuery.Definition);

        Golden.Matches("GrafanaGitOps.Service.Tests/Queries/Applications/sync_health.golden.json", json);
        NumericLong.AssertHolds(new AnswerFrame(json), isAlert: false);
    }

    [Theory]
    [InlineData(null, "needs_attention")]
    [InlineData("sync_delay_seconds", "sync_delay_seconds")]
    public async Task Alert_rule_gets_one_number_for_each_application(string? chosen, string column)
    {
        var frame = new AnswerFrame(await fixture.AnswerAsync(Alert, chosen is null ? [] : [("values", chosen)]));

        NumericLong.AssertHolds(frame, isAlert: true);
        AnswerFrame.Name(frame.Fields[^1]).Should().Be(column);
    }

    [Fact]
    public async Task Alert_rule_with_several_numbers_is_refused_because_Grafana_would_refuse_its_result()
    {
        var error = (await FluentActions.Awaiting(() => fixture.AnswerAsync(Alert, ("values", "degraded"), ("values", "failed")))
            .Should().ThrowExactlyAsync<PluginException>()).Which;

        error.Message.Should().Be("sync_health: an alert rule takes one number for each row, not 2: choose one of degraded, failed as values.");
        error.Status.Should().Be(400);
    }

    [Fact]
    public async Task Annotations_of_an_alert_rule_get_revisions_commit_author_and_addresses()
    {
        var json = await fixture.AnswerAsync(Alert, ("values", "failed"), ("labels", "detail"));

        Golden.Matches("GrafanaGitOps.Service.Tests/Queries/Applications/sync_health-detail.golden.json", json);
        NumericLong.AssertHolds(new AnswerFrame(json), isAlert: true);
    }

    [Fact]
    public async Task Panel_gets_the_numbers_that_are_chosen()
    {
        var frame = new AnswerFrame(await fixture.AnswerAsync(SyncHealthQuery.Definition, ("values", "failed"), ("values", "degraded")));

        frame.Fields.Where(field => AnswerFrame.Type(field) == "number").Select(AnswerFrame.Name).Should().Equal("degraded", "failed");
    }
}
