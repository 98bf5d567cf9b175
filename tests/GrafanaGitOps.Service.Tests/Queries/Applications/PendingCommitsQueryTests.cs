using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Queries.Applications;
using GrafanaGitOps.Service.Tests.Storage;

namespace GrafanaGitOps.Service.Tests.Queries.Applications;

public sealed class PendingCommitsQueryTests(ApplicationFixture fixture) : IClassFixture<ApplicationFixture>
{
    [Fact]
    public async Task Commits_that_wait_are_listed_oldest_first() =>
        Golden.Matches(
            "GrafanaGitOps.Service.Tests/Queries/Applications/pending_commits.golden.json",
            await fixture.AnswerAsync(PendingCommitsQuery.Definition));

    [Fact]
    public async Task Commits_that_wait_are_counted_for_each_application()
    {
        var json = await fixture.AnswerAsync(PendingCommitsQuery.Definition, ("format", "numeric"));

        Golden.Matches("GrafanaGitOps.Service.Tests/Queries/Applications/pending_commits-numeric.golden.json", json);
        NumericLong.AssertHolds(new AnswerFrame(json), isAlert: false);
    }

    [Fact]
    public async Task Suspended_application_whose_commits_are_not_known_is_not_counted_as_one_without()
    {
        var other = new QueryFixture();
        await other.InitializeAsync();
        await new LedgerSeed(other.Store).ApplicationAsync("paused", ("suspended", true));
        using (var runner = other.Runner())
        {
            var request = new QueryRequest(PendingCommitsQuery.Definition) { Limit = 10, IsAlert = true };
            var frame = new AnswerFrame(await QueryFixture.JsonAsync(runner, request));

            frame.Texts("application").Should().BeEmpty();
            frame.Notices.Should().Equal("Of 1 application nobody can say what waits: not looked at yet (such as Application argocd/paused of cluster main).");
        }

        await other.DisposeAsync();
    }

    [Fact]
    public async Task What_could_not_be_read_is_said_where_answers_depend_on_it_and_no_zero_is_good_news_then()
    {
        var other = new QueryFixture();
        await other.InitializeAsync();
        var seed = new LedgerSeed(other.Store);
        await seed.DeliveryAsync(
            await seed.ApplicationAsync("part"), CommitsKnown.AtLeast, ("commits_behind", 0), ("paths_notice", "A plugin may read any file."));
        await seed.DeliveryAsync(
            await seed.ApplicationAsync("some"), CommitsKnown.AtLeast, ("commits_behind", 2), ("oldest_pending", QueryFixture.Now.AddHours(-1)));
        using (var runner = other.Runner())
        {
            var status = new AnswerFrame(await QueryFixture.JsonAsync(runner, new QueryRequest(SyncStatusQuery.Definition) { Limit = 10 }));
            var list = new AnswerFrame(await QueryFixture.JsonAsync(runner, new QueryRequest(PendingCommitsQuery.Definition) { Limit = 10 }));
            var counts = new AnswerFrame(await QueryFixture.JsonAsync(runner, new QueryRequest(PendingCommitsQuery.Definition) { Limit = 10, IsAlert = true }));

            status.Texts("application").Should().Equal("some", "part");
            status.Texts("notices").Should().Equal(null, "A plugin may read any file.");
            status.Texts("commits_known").Should().AllBe("at least: not all files that count could be read");
            status.Texts("sync_delay").Should().Equal("3600", null);
            list.Notices.Should().Contain("Application argocd/part of cluster main: A plugin may read any file.");
            counts.Texts("application").Should().Equal("some");
        }

        await other.DisposeAsync();
    }

    [Fact]
    public async Task Alert_rule_gets_the_age_of_the_oldest_without_asking_for_numbers()
    {
        var frame = new AnswerFrame(await fixture.AnswerAsync(new QueryRequest(PendingCommitsQuery.Definition) { Limit = 1_000, IsAlert = true }));

        NumericLong.AssertHolds(frame, isAlert: true);
        AnswerFrame.Name(frame.Fields[^1]).Should().Be("oldest_age_seconds");
    }

    [Fact]
    public async Task Annotations_of_an_alert_rule_get_the_oldest_commit_of_each_application()
    {
        var request = new QueryRequest(PendingCommitsQuery.Definition) { Limit = 1_000, IsAlert = true };
        var json = await fixture.AnswerAsync(request, ("values", "over_budget"), ("labels", "detail"));

        Golden.Matches("GrafanaGitOps.Service.Tests/Queries/Applications/pending_commits-detail.golden.json", json);
        NumericLong.AssertHolds(new AnswerFrame(json), isAlert: true);
    }

    [Theory]
    [InlineData("applications", "web", 2)]
    [InlineData("environments", "staging", 0)]
    [InlineData("search", "OLD LOGIN", 2)]
    [InlineData("search", "zoë", 2)]
    [InlineData("repositories", "platform", 3)]
    public async Task Commits_with_a_filter_are_those_that_match(string parameter, string value, int expected) =>
        new AnswerFrame(await fixture.AnswerAsync(PendingCommitsQuery.Definition, (parameter, value))).Texts("sha").Should().HaveCount(expected);

    [Fact]
    public async Task Commits_over_the_limit_are_the_oldest_with_a_notice()
    {
        var frame = new AnswerFrame(await fixture.AnswerAsync(new QueryRequest(PendingCommitsQuery.Definition) { Limit = 1 }));

        frame.Texts("sha").Should().Equal(SampleHistory.Sha(3));
        frame.Notices.Should().Contain(notice => notice.StartsWith("Only the oldest 1 rows are shown; there are more.", StringComparison.Ordinal));
    }
}
