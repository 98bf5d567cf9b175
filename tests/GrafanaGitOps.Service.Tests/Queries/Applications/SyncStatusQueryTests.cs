using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Queries.Applications;
using GrafanaGitOps.Service.Tests.Storage;

namespace GrafanaGitOps.Service.Tests.Queries.Applications;

public sealed class SyncStatusQueryTests(ApplicationFixture fixture) : IClassFixture<ApplicationFixture>
{
    [Fact]
    public async Task Applications_are_all_worst_first_with_every_column() =>
        Golden.Matches(
            "GrafanaGitOps.Service.Tests/Queries/Applications/sync_status.golden.json", await fixture.AnswerAsync(SyncStatusQuery.Definition));

    [Fact]
    public async Task Answer_after_any_change_is_that_of_a_reader_who_kept_nothing()
    {
        await using var own = new ApplicationFixture();
        await own.InitializeAsync();
        var (store, cancellation) = (own.Queries.Store, TestContext.Current.CancellationToken);
        var (seed, links) = (new LedgerSeed(store), SampleHistory.Links);
        var before = await AnswerAsync(links);
        foreach (var change in new[] { "sync = 1", "environment = 'elsewhere'", "message = 'ä'", "deleted_at = 1", "deleted_at = NULL", "project = NULL" })
        {
            await seed.ChangeAsync(await seed.ScalarAsync("SELECT id FROM applications WHERE name = 'web'"), change);
            var after = await AnswerAsync(links);
            after.Should().NotBe(before);
            after.Should().Be(await AnswerAsync(links with { }));
            before = after;
        }

        async Task<string> AnswerAsync(WebLinks shown)
        {
            var request = new QueryRequest(SyncStatusQuery.Definition) { Limit = 10_000 };
            var frames = await SyncStatusQuery.Definition.Run(new QueryContext(request, store, shown, QueryFixture.Clock), cancellation);
            using var frame = frames.Should().ContainSingle().Which;
            return QueryFixture.Json(frame);
        }
    }

    [Fact]
    public async Task Applications_over_the_limit_are_the_worst_with_a_notice()
    {
        var frame = new AnswerFrame(await fixture.AnswerAsync(new QueryRequest(SyncStatusQuery.Definition) { Limit = 2 }));

        frame.Texts("application").Should().Equal("api", "worker");
        frame.Notices.Should().Contain(
            "Only the worst 2 rows are shown; there are more. Narrow the answer by cluster, environment, project, namespace or search, or raise limit.");
    }

    [Theory]
    [InlineData("clusters", "edge", "infra", "oci")]
    [InlineData("environments", "production", "legacy", "web")]
    [InlineData("applications", "argocd/web", "web")]
    [InlineData("projects", "shop", "api", "web")]
    [InlineData("namespaces", "frontend", "web")]
    [InlineData("operators", "flux", "infra", "oci")]
    [InlineData("repositories", "https://example.org/charts", "worker")]
    [InlineData("search", "REPLICAS", "api")]
    public async Task Applications_with_a_filter_are_those_that_match(string parameter, string value, params string[] expected) =>
        new AnswerFrame(await fixture.AnswerAsync(SyncStatusQuery.Definition, (parameter, value))).Texts("application").Should().Equal(expected);

    [Fact]
    public async Task Empty_answer_says_which_filter_means_nothing()
    {
        var frame = new AnswerFrame(await fixture.AnswerAsync(SyncStatusQuery.Definition, ("environments", "productoin"), ("clusters", "main")));

        frame.Texts("application").Should().BeEmpty();
        frame.Notices.Should().Equal("There is no environment \"productoin\". Did you mean \"production\"?");
    }

    [Fact]
    public async Task Store_without_applications_says_how_to_begin()
    {
        var empty = new QueryFixture();
        await empty.InitializeAsync();
        using (var runner = empty.Runner())
        {
            var frame = new AnswerFrame(await QueryFixture.JsonAsync(runner, new QueryRequest(SyncStatusQuery.Definition) { Limit = 10 }));
            frame.Notices.Should().Equal("No application has been read yet. Name a cluster in kubernetes.clusters, or start with: serve --kubeconfig FILE");
        }

        await empty.DisposeAsync();
    }
}
