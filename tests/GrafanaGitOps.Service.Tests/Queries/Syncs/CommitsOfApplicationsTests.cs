using System.Text.Json;
using GrafanaGitOps.Service.Queries;

namespace GrafanaGitOps.Service.Tests.Queries.Syncs;

/// <summary>The query <c>commits</c> where applications are known.</summary>
public sealed class CommitsOfApplicationsTests(LedgerFixture ledger) : IClassFixture<LedgerFixture>
{
    [Theory]
    [InlineData("applications", "argocd/web", "3 2")]
    [InlineData("environments", "staging", "4 3 2")]
    [InlineData("operators", "argocd", "3 2")]
    [InlineData("applications", "search", "")]
    public async Task Commits_of_applications_are_those_that_touch_their_paths(string parameter, string value, string commits)
    {
        var frame = await AskAsync(new() { [parameter] = [value] });

        string.Join(' ', Numbers(frame)).Should().Be(commits);
    }

    [Fact]
    public async Task Commits_say_where_they_are_deployed_and_where_they_wait()
    {
        var frame = await AskAsync([]);

        Numbers(frame).Should().Equal(5, 4, 3, 2, 1);
        LedgerFixture.Column(frame, "deployed_to").Select(cell => cell.GetString()).Should().Equal(
            [null, "staging 2026-02-01 11:10 UTC, production 2026-02-01 11:20 UTC (taken back)", "production 2026-02-01 10:33 UTC", "staging 2026-02-01 11:10 UTC", null]);
        LedgerFixture.Column(frame, "pending").Select(cell => cell.GetString()).Should().Equal([null, "production: web", null, null, null]);
        JsonSerializer.Serialize(LedgerFixture.Column(frame, "deployed")[1]).Should().Be(
            """
            [{"environment":"staging","cluster":"eu","namespace":"flux-system","application":"web","time":"2026-02-01T11:10:30Z"},{"environment":"production","cluster":"eu","namespace":"argocd","application":"web","time":"2026-02-01T11:20:20Z","taken_back":"2026-02-01T11:55:00Z"}]
            """);
    }

    [Fact]
    public async Task Applications_whose_paths_are_not_known_are_named() => LedgerFixture.Notices(await AskAsync(new() { ["environments"] = ["production"] }))
        .Should().Contain("Commits are missing: the paths of search are not known, because their source is no indexed git repository or has not been read yet.");

    private async Task<JsonElement> AskAsync(Dictionary<string, IReadOnlyList<string>> values) =>
        JsonElement.Parse(await ledger.AskAsync(CommitsQuery.Definition, values, wholeTime: true));

    private static IEnumerable<int> Numbers(JsonElement frame) =>
        LedgerFixture.Column(frame, "sha").Select(sha => int.Parse(sha.GetString()!, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture));
}
