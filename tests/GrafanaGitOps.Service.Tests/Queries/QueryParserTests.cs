using System.Text;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Queries;

namespace GrafanaGitOps.Service.Tests.Queries;

public sealed class QueryParserTests
{
    [Fact]
    public void Query_of_a_panel_becomes_a_request()
    {
        var request = Parse("commits", """{"refId":"A","queryType":"commits","repositories":["platform","$__all",""],"authors":"Ada","search":"","limit":50,"clusters":[]}""");

        request.ToCanonicalString()
            .Should().Be("commits authors=3:Ada repositories=8:platform from=2026-01-01T00:00:00.0000000+00:00 to=2026-01-02T00:00:00.0000000+00:00 limit=50");
    }

    [Theory]
    [InlineData("comits", "{}", "Query A: there is no query type \"comits\"; did you mean \"commits\"?")]
    [InlineData("commits", """{"limit":0}""", "Query A: field \"limit\" must be a whole number from 1 to 100000, not 0.")]
    [InlineData("commits", """{"author":["Ada"]}""", "Query A: field \"author\" is not known; did you mean \"authors\"?")]
    public void Query_that_is_not_understood_is_an_error_that_names_the_field(string queryType, string json, string message)
    {
        var error = FluentActions.Invoking(() => Parse(queryType, json)).Should().ThrowExactly<PluginException>().Which;
        (error.Message, error.Status).Should().Be((message, 400));
    }

    [Fact]
    public void What_the_editor_keeps_in_a_saved_query_is_no_part_of_the_question() =>
        Parse("commits", """{"schemaVersion":1,"live":true}""").ToCanonicalString().Should().Be(Parse("commits", "{}").ToCanonicalString());

    [Fact]
    public void Query_without_a_type_is_an_error_that_names_them_all() =>
        FluentActions.Invoking(() => Parse("", "{}")).Should().ThrowExactly<PluginException>().Which.Message
            .Should().Be($"Query A: no query type is chosen; choose one of {string.Join(", ", QueryTable.All.Select(query => query.Name))}.");

    [Fact]
    public void Every_query_accepts_the_filters_that_dashboards_share()
    {
        string[] shared = ["clusters", "environments", "applications", "projects", "namespaces", "operators", "repositories", "search", "limit"];
        QueryTable.All.Should().AllSatisfy(query => shared.Except(query.Parameters.Select(parameter => parameter.Name)).Should().BeEmpty());
    }

    [Fact]
    public void Every_query_has_a_name_of_its_own_and_parameters_with_help()
    {
        QueryTable.All.Select(query => query.Name).Should().OnlyHaveUniqueItems();
        QueryTable.All.Should().AllSatisfy(query => query.Parameters.Select(parameter => parameter.Option).Should().OnlyHaveUniqueItems());
        QueryTable.All.SelectMany(query => query.Parameters).Should().AllSatisfy(parameter => parameter.Help.Should().NotBeNullOrEmpty());
    }

    private static QueryRequest Parse(string queryType, string json) => QueryParser.Parse(
        new PluginQuery
        {
            RefId = "A",
            QueryType = queryType,
            From = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            To = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero),
            Json = Encoding.UTF8.GetBytes(json),
            Context = new PluginContext(),
            Headers = new Dictionary<string, string>(),
        },
        new QueryOptions());
}
