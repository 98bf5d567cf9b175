using System.Text;
using System.Text.Json;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Resources;
using GrafanaGitOps.Service.Tests.Queries;
using GrafanaGitOps.Service.Tests.Queries.Applications;

namespace GrafanaGitOps.Service.Tests.Resources;

public sealed class ResourceTableTests(QueryFixture fixture) : IClassFixture<QueryFixture>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await fixture.FillAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("repositories", """[{"text":"platform","value":"platform"},{"text":"secrets","value":"secrets"}]""")]
    [InlineData("repositories?search=PLAT", """[{"text":"platform","value":"platform"}]""")]
    [InlineData("branches?repository=platform", """[{"text":"main","value":"main"},{"text":"topic","value":"topic"}]""")]
    [InlineData("branches?repository=secrets", "[]")]
    [InlineData("scopes?limit=1&search=a", """[{"text":"api","value":"api"}]""")]
    [InlineData("types?search=f", """[{"text":"feat","value":"feat"},{"text":"fix","value":"fix"}]""")]
    public async Task Values_are_listed_as_text_and_value(string url, string expected) => (await CallAsync(url)).Should().Be((200, expected));

    [Theory]
    [InlineData("clusters", "edge", "main")]
    [InlineData("environments", "development", "none", "production", "staging")]
    [InlineData("environments?cluster=edge", "development", "none")]
    [InlineData("applications?environment=production&environment=staging", "api", "legacy", "web", "worker")]
    [InlineData("applications?environment=production&cluster=edge")]
    [InlineData("applications?environment=none", "oci", "zz-new")]
    [InlineData("applications?environment=%21none&cluster=%21main", "infra")]
    [InlineData("applications?search=E", "legacy", "web", "worker", "zz-new")]
    [InlineData("applications?limit=2", "api", "infra")]
    [InlineData("applications?repository=https%3A%2F%2Fexample.org%2Fcharts", "worker")]
    [InlineData("applications?health=Degraded&sync=Synced", "api")]
    [InlineData("applications?application=web&environment=$__all", "api", "infra", "legacy", "oci", "web", "worker", "zz-new")]
    [InlineData("projects", "shop")]
    [InlineData("namespaces?operator=flux", "flux-system")]
    [InlineData("operators", "argocd", "flux")]
    [InlineData("kinds?operator=flux", "Kustomization")]
    [InlineData("sync_states?environment=staging", "OutOfSync", "Synced")]
    [InlineData("health_states?project=shop", "Degraded", "Healthy")]
    public async Task Values_of_applications_are_narrowed_by_the_others(string url, params string[] expected)
    {
        await using var applications = new ApplicationFixture();
        await applications.InitializeAsync();

        var (status, body) = await CallAsync(url, "GET", applications.Queries);

        status.Should().Be(200);
        JsonElement.Parse(body).EnumerateArray().Select(pair => pair.GetProperty("value").GetString()).Should().Equal(expected);
    }

    [Theory]
    [InlineData("nothing", "GET", 404)]
    [InlineData("", "GET", 404)]
    [InlineData("authors", "POST", 405)]
    [InlineData("queries", "DELETE", 405)]
    [InlineData("authors?limit=0", "GET", 400)]
    [InlineData("authors?limit=many", "GET", 400)]
    public async Task Call_that_is_not_understood_is_a_json_error(string url, string method, int status)
    {
        var (actual, body) = await CallAsync(url, method);
        actual.Should().Be(status);
        JsonElement.Parse(body).GetProperty("error").GetString().Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task Query_table_is_described_for_the_editor()
    {
        var (status, body) = await CallAsync("queries");
        status.Should().Be(200);
        Golden.Matches("GrafanaGitOps.Service.Tests/Resources/queries.golden.json", JsonSerializer.Serialize(JsonElement.Parse(body), Readable) + "\n");
    }

    /// <summary>What the resources of all filters list, also for the tests of the editor, whose backend answers with it.</summary>
    [Fact]
    public async Task Values_of_every_filter_are_listed()
    {
        var resources = QueryTable.All.SelectMany(query => query.Parameters).Select(parameter => parameter.Resource).OfType<string>().Distinct();
        await using var applications = new ApplicationFixture();
        await applications.InitializeAsync();
        var values = new Dictionary<string, JsonElement>();
        foreach (var resource in resources)
        {
            var (_, ofCommits) = await CallAsync(resource);
            var (_, ofApplications) = await CallAsync(resource, "GET", applications.Queries);
            values[resource] = JsonElement.Parse(ofCommits == "[]" ? ofApplications : ofCommits);
        }

        Golden.Matches("GrafanaGitOps.Service.Tests/Resources/values.golden.json", JsonSerializer.Serialize(values, Readable) + "\n");
    }

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private async Task<(int Status, string Body)> CallAsync(string url, string method = "GET", QueryFixture? other = null)
    {
        var request = new ResourceRequest { Path = url.Split('?')[0], Method = method, Url = url, Headers = new Dictionary<string, IReadOnlyList<string>>(), Context = new PluginContext() };
        var response = await new ResourceTable((other ?? fixture).Stores).CallAsync(request, TestContext.Current.CancellationToken);
        response.ContentType.Should().Be("application/json");
        return (response.Status, Encoding.UTF8.GetString(response.Body.Span));
    }
}
