using Dapper;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Application_filters_are_alternatives_within_and_hold_together()
    {
        await AddApplicationsAsync();

        (await NamesAsync(new())).Should().Equal("api", "web", "web");
        (await NamesAsync(new() { Clusters = ["a"] })).Should().Equal("api", "web");
        (await NamesAsync(new() { Environments = ["staging", "production"] })).Should().Equal("api", "web");
        (await NamesAsync(new() { Applications = ["web"] })).Should().Equal("web", "web");
        (await NamesAsync(new() { Applications = ["flux-system/web", "api", "argocd/none"] })).Should().Equal("api", "web");
        (await NamesAsync(new() { Projects = ["shop"] })).Should().Equal("web");
        (await NamesAsync(new() { Namespaces = ["flux-system"] })).Should().Equal("web");
        (await NamesAsync(new() { Namespaces = ["backend"] })).Should().Equal("api");
        (await NamesAsync(new() { Namespaces = ["argocd"] })).Should().BeEmpty();
        (await NamesAsync(new() { Operators = ["flux"] })).Should().Equal("web");
        (await NamesAsync(new() { Operators = ["argocd"], Applications = ["web"], Clusters = ["a", "b"] })).Should().Equal("web");
        (await NamesAsync(new() { Clusters = ["b"], Projects = ["shop"] })).Should().BeEmpty();
    }

    [Fact]
    public async Task Application_filters_leave_out_names_behind_a_mark_and_know_those_without_an_environment()
    {
        await AddApplicationsAsync();

        (await NamesAsync(new() { Environments = ["!production"] })).Should().Equal("api", "web");
        (await NamesAsync(new() { Environments = ["none"] })).Should().Equal("web");
        (await NamesAsync(new() { Environments = ["none", "production"] })).Should().Equal("web", "web");
        (await NamesAsync(new() { Environments = ["!none"] })).Should().Equal("api", "web");
        (await NamesAsync(new() { Environments = ["staging", "production", "!production"] })).Should().Equal("api");
        (await NamesAsync(new() { Projects = ["!shop"] })).Should().Equal("api", "web");
        (await NamesAsync(new() { Clusters = ["!a"], Operators = ["!argocd"], Namespaces = ["!backend"] })).Should().Equal("web");
        (await NamesAsync(new() { Applications = ["!web"] })).Should().Equal("api");
        (await NamesAsync(new() { Applications = ["web", "!flux-system/web"] })).Should().Equal("web");
    }

    [Fact]
    public async Task Application_filter_by_repository_takes_names_and_urls_of_any_source()
    {
        await AddApplicationsAsync();

        (await NamesAsync(new() { Repositories = ["platform"] })).Should().Equal("api", "web");
        (await NamesAsync(new() { Repositories = ["https://example.org/charts"] })).Should().Equal("web");
        (await NamesAsync(new() { Repositories = ["other"] })).Should().BeEmpty();
    }

    [Fact]
    public async Task Application_filter_leaves_out_what_is_gone_unless_asked()
    {
        await AddApplicationsAsync();

        (await NamesAsync(new() { IncludeDeleted = true })).Should().Equal("api", "old", "web", "web");
        (await NamesAsync(new() { IncludeDeleted = true, Applications = ["old"] })).Should().Equal("old");
    }

    [Theory]
    [InlineData("WEB", 2)]
    [InlineData("prod", 1)]
    [InlineData("FLUX-", 1)]
    [InlineData("SHO", 1)]
    [InlineData("größe", 1)]
    [InlineData("GRÖSSE", 0)]
    [InlineData("%", 0)]
    [InlineData("' OR 1=1 --", 0)]
    public async Task Application_filter_search_finds_text_in_any_case(string search, int found)
    {
        await AddApplicationsAsync();

        (await NamesAsync(new() { Search = search })).Should().HaveCount(found);
    }

    [Fact]
    public async Task Application_filter_beyond_the_limits_is_refused_by_name()
    {
        var tooMany = (await FluentActions.Awaiting(() => NamesAsync(new() { Clusters = [.. Enumerable.Range(0, 1_001).Select(number => $"x{number}")] }))
            .Should().ThrowExactlyAsync<ArgumentException>()).Which;
        tooMany.Message.Should().Be("The filter 'clusters' has 1001 entries; at most 1000 are taken.");
        await FluentActions.Awaiting(() => NamesAsync(new() { Search = new string('x', 1_001) })).Should().ThrowExactlyAsync<ArgumentException>();
        (await NamesAsync(new() { Clusters = [.. Enumerable.Repeat("x", 1_001)] })).Should().BeEmpty();
    }

    private async Task AddApplicationsAsync()
    {
        var seed = new LedgerSeed(Store);
        var repository = await seed.RepositoryAsync("platform");
        var web = await seed.ApplicationAsync(
            "web", ("cluster", "a"), ("environment", "production"), ("project", "shop"), ("destination_namespace", "frontend"));
        var api = await seed.ApplicationAsync(
            "api", ("cluster", "a"), ("environment", "staging"), ("destination_namespace", "backend"), ("message", "Größe überschritten"));
        await seed.ApplicationAsync("web", ("cluster", "b"), ("operator", "flux"), ("kind", "Kustomization"), ("namespace", "flux-system"));
        await seed.ApplicationAsync("old", ("deleted_at", LedgerSeed.Epoch));
        await seed.RowAsync("application_sources", ("application_id", web), ("position", 0), ("repo_url", "https://example.org/charts"));
        await seed.RowAsync("application_sources", ("application_id", web), ("position", 1), ("repository_id", repository));
        await seed.RowAsync("application_sources", ("application_id", api), ("position", 0), ("repository_id", repository));
    }

    private async Task<IReadOnlyList<string>> NamesAsync(ApplicationFilter filter)
    {
        var parameters = new DynamicParameters();
        var conditions = new ApplicationConditions(Store.Database.Dialect, filter, parameters);
        await using var lease = await Store.Database.Engine.OpenReaderAsync(Cancellation);
        var names = await lease.Connection.QueryAsync<string>($"SELECT name FROM applications WHERE id IN ({conditions.Ids}) ORDER BY name", parameters);
        return names.AsList();
    }
}
