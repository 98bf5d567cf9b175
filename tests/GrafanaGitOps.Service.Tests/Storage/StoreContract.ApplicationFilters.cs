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

        Assert.Equal(["api", "web", "web"], await NamesAsync(new()));
        Assert.Equal(["api", "web"], await NamesAsync(new() { Clusters = ["a"] }));
        Assert.Equal(["api", "web"], await NamesAsync(new() { Environments = ["staging", "production"] }));
        Assert.Equal(["web", "web"], await NamesAsync(new() { Applications = ["web"] }));
        Assert.Equal(["api", "web"], await NamesAsync(new() { Applications = ["flux-system/web", "api", "argocd/none"] }));
        Assert.Equal(["web"], await NamesAsync(new() { Projects = ["shop"] }));
        Assert.Equal(["web"], await NamesAsync(new() { Namespaces = ["flux-system"] }));
        Assert.Equal(["api"], await NamesAsync(new() { Namespaces = ["backend"] }));
        Assert.Empty(await NamesAsync(new() { Namespaces = ["argocd"] }));
        Assert.Equal(["web"], await NamesAsync(new() { Operators = ["flux"] }));
        Assert.Equal(["web"], await NamesAsync(new() { Operators = ["argocd"], Applications = ["web"], Clusters = ["a", "b"] }));
        Assert.Empty(await NamesAsync(new() { Clusters = ["b"], Projects = ["shop"] }));
    }

    [Fact]
    public async Task Application_filters_leave_out_names_behind_a_mark_and_know_those_without_an_environment()
    {
        await AddApplicationsAsync();

        Assert.Equal(["api", "web"], await NamesAsync(new() { Environments = ["!production"] }));
        Assert.Equal(["web"], await NamesAsync(new() { Environments = ["none"] }));
        Assert.Equal(["web", "web"], await NamesAsync(new() { Environments = ["none", "production"] }));
        Assert.Equal(["api", "web"], await NamesAsync(new() { Environments = ["!none"] }));
        Assert.Equal(["api"], await NamesAsync(new() { Environments = ["staging", "production", "!production"] }));
        Assert.Equal(["api", "web"], await NamesAsync(new() { Projects = ["!shop"] }));
        Assert.Equal(["web"], await NamesAsync(new() { Clusters = ["!a"], Operators = ["!argocd"], Namespaces = ["!backend"] }));
        Assert.Equal(["api"], await NamesAsync(new() { Applications = ["!web"] }));
        Assert.Equal(["web"], await NamesAsync(new() { Applications = ["web", "!flux-system/web"] }));
    }

    [Fact]
    public async Task Application_filter_by_repository_takes_names_and_urls_of_any_source()
    {
        await AddApplicationsAsync();

        Assert.Equal(["api", "web"], await NamesAsync(new() { Repositories = ["platform"] }));
        Assert.Equal(["web"], await NamesAsync(new() { Repositories = ["https://example.org/charts"] }));
        Assert.Empty(await NamesAsync(new() { Repositories = ["other"] }));
    }

    [Fact]
    public async Task Application_filter_leaves_out_what_is_gone_unless_asked()
    {
        await AddApplicationsAsync();

        Assert.Equal(["api", "old", "web", "web"], await NamesAsync(new() { IncludeDeleted = true }));
        Assert.Equal(["old"], await NamesAsync(new() { IncludeDeleted = true, Applications = ["old"] }));
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

        Assert.Equal(found, (await NamesAsync(new() { Search = search })).Count);
    }

    [Fact]
    public async Task Application_filter_beyond_the_limits_is_refused_by_name()
    {
        var tooMany = await Assert.ThrowsAsync<ArgumentException>(
            () => NamesAsync(new() { Clusters = [.. Enumerable.Range(0, 1_001).Select(number => $"x{number}")] }));
        Assert.Equal("The filter 'clusters' has 1001 entries; at most 1000 are taken.", tooMany.Message);
        await Assert.ThrowsAsync<ArgumentException>(() => NamesAsync(new() { Search = new string('x', 1_001) }));
        Assert.Empty(await NamesAsync(new() { Clusters = [.. Enumerable.Repeat("x", 1_001)] }));
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
        await using var lease = await Store.Database.Dialect.OpenReaderAsync(Cancellation);
        var names = await lease.Connection.QueryAsync<string>($"SELECT name FROM applications WHERE id IN ({conditions.Ids}) ORDER BY name", parameters);
        return names.AsList();
    }
}
