using System.Text.Json;
using GrafanaGitOps.Service.Queries;

namespace GrafanaGitOps.Service.Tests.Queries;

public sealed class CommitsQueryTests(QueryFixture fixture) : IClassFixture<QueryFixture>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await fixture.FillAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Commits_without_filters_are_all_newest_first() => await MatchesAsync("commits", new());

    [Fact]
    public async Task Commits_over_the_limit_are_cut_with_a_notice() => await MatchesAsync("commits-cut", new(), limit: 2);

    [Fact]
    public async Task Commits_of_an_unknown_repository_are_none_with_a_hint() => await MatchesAsync("commits-unknown", new() { ["repositories"] = ["platfrom"] });

    [Theory]
    [InlineData("branches", "topic", 2, 1)]
    [InlineData("authors", "zoë@example.org", 4, 3)]
    [InlineData("authors", "grace@example.org", 2)]
    [InlineData("types", "feat", 2)]
    [InlineData("scopes", "api", 4)]
    [InlineData("paths", "apps/web", 3, 2)]
    [InlineData("search", "LOGIN", 3, 2)]
    public async Task Commits_with_a_filter_are_those_that_match(string parameter, string value, params int[] expected)
    {
        var answer = await RunAsync(new() { [parameter] = [value] });
        Column(answer, "sha").Should().Equal(expected.Select(SampleHistory.Sha));
    }

    [Fact]
    public async Task Commits_outside_the_time_range_are_left_out()
    {
        var commit = SampleHistory.Commits[2].Committer.Time;
        using var runner = fixture.Runner();
        var answer = await QueryFixture.JsonAsync(runner, Request(new()) with { From = commit, To = commit });
        Column(answer, "sha").Should().Equal(SampleHistory.Sha(3));
    }

    private static QueryRequest Request(Dictionary<string, IReadOnlyList<string>> values, int limit = 1_000) => new(CommitsQuery.Definition) { Values = values, Limit = limit };

    private async Task<string> RunAsync(Dictionary<string, IReadOnlyList<string>> values, int limit = 1_000)
    {
        using var runner = fixture.Runner();
        return await QueryFixture.JsonAsync(runner, Request(values, limit));
    }

    private async Task MatchesAsync(string name, Dictionary<string, IReadOnlyList<string>> values, int limit = 1_000) =>
        Golden.Matches($"GrafanaGitOps.Service.Tests/Queries/{name}.golden.json", await RunAsync(values, limit));

    private static List<string> Column(string answer, string name)
    {
        var frame = JsonElement.Parse(answer);
        var index = frame.GetProperty("schema").GetProperty("fields").EnumerateArray().TakeWhile(field => field.GetProperty("name").GetString() != name).Count();
        return [.. frame.GetProperty("data").GetProperty("values")[index].EnumerateArray().Select(cell => cell.GetString()!)];
    }
}
