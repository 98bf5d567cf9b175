using GrafanaGitOps.Service.Queries;

namespace GrafanaGitOps.Service.Tests.Queries;

public sealed class RepositoriesQueryTests
{
    private static readonly QueryRequest All = new(RepositoriesQuery.Definition) { Limit = 1_000 };

    [Fact]
    public async Task Repositories_of_an_empty_store_are_none_with_a_hint() => await MatchesAsync("repositories-none", All, isFilled: false);

    [Fact]
    public async Task Repositories_show_state_lag_and_errors() => await MatchesAsync("repositories", All);

    [Fact]
    public async Task Repositories_with_a_search_are_those_that_match() =>
        await MatchesAsync("repositories-search", All with { Values = new Dictionary<string, IReadOnlyList<string>> { ["search"] = ["REFUSED"] } });

    [Fact]
    public async Task Repositories_are_numbers() => await MatchesAsync("repositories-numeric", All with { Values = Values(("format", "numeric")) });

    [Fact]
    public async Task Annotations_of_an_alert_rule_get_address_and_error() =>
        await MatchesAsync("repositories-detail", All with { Values = Values(("labels", "detail")), IsAlert = true });

    [Fact]
    public async Task Filter_that_has_no_meaning_here_is_said_to_have_no_effect()
    {
        await using var fixture = new QueryFixture();
        await fixture.InitializeAsync();
        await fixture.FillAsync();
        using var runner = fixture.Runner();
        var answer = await QueryFixture.JsonAsync(runner, All with { Values = new Dictionary<string, IReadOnlyList<string>> { ["environments"] = ["production"] } });

        answer.Should().Contain("The filter environments has no effect here: repositories knows no environments. The answer is not narrowed by it.");
    }

    private static Dictionary<string, IReadOnlyList<string>> Values(params (string Parameter, string Value)[] values) =>
        values.ToDictionary(pair => pair.Parameter, pair => (IReadOnlyList<string>)[pair.Value]);

    private static async Task MatchesAsync(string name, QueryRequest request, bool isFilled = true)
    {
        var fixture = new QueryFixture();
        await fixture.InitializeAsync();
        if (isFilled) await fixture.FillAsync();
        using (var runner = fixture.Runner()) Golden.Matches($"GrafanaGitOps.Service.Tests/Queries/{name}.golden.json", await QueryFixture.JsonAsync(runner, request));
        await fixture.DisposeAsync();
    }
}
