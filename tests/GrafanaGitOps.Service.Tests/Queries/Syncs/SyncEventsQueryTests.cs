using System.Text.Json;
using GrafanaGitOps.Service.Queries.Syncs;

namespace GrafanaGitOps.Service.Tests.Queries.Syncs;

public sealed class SyncEventsQueryTests(LedgerFixture ledger) : IClassFixture<LedgerFixture>
{
    [Fact]
    public async Task Events_are_a_table_newest_first() =>
        Golden.Matches("GrafanaGitOps.Service.Tests/Queries/Syncs/sync_events.golden.json", await ledger.AskAsync(SyncEventsQuery.Definition));

    [Fact]
    public async Task Events_are_lines_of_a_log() => Golden.Matches(
        "GrafanaGitOps.Service.Tests/Queries/Syncs/sync_events-logs.golden.json",
        await ledger.AskAsync(SyncEventsQuery.Definition, new() { ["format"] = ["logs"] }));

    [Theory]
    [InlineData("phases", "Failed", "10:20")]
    [InlineData("kinds", "SelfHeal", "11:00")]
    [InlineData("environments", "staging", "11:10")]
    [InlineData("applications", "search/search", "08:50")]
    [InlineData("search", "OBJECTS", "10:20")]
    [InlineData("search", "ada@", "10:30 10:20")]
    [InlineData("search", "0000000002", "09:30")]
    [InlineData("repositories", "platform", "11:59 11:50 11:20 11:10 11:00 10:30 10:20 09:30")]
    public async Task Events_with_a_filter_are_those_that_match(string parameter, string value, string starts)
    {
        var frame = await ledger.FrameAsync(SyncEventsQuery.Definition, new() { [parameter] = [value] });

        string.Join(' ', LedgerFixture.Column(frame, "started").Select(Clock)).Should().Be(starts);
    }

    [Fact]
    public async Task Events_over_the_limit_are_cut_with_a_notice()
    {
        var frame = await ledger.FrameAsync(SyncEventsQuery.Definition, limit: 2);

        LedgerFixture.Column(frame, "started").Select(Clock).Should().Equal("11:59", "11:50");
        LedgerFixture.Notices(frame)
            .Should().Equal("Only the newest 2 rows are shown; there are more. Narrow the answer by time range, application, environment, phase or kind, or raise limit.");
    }

    [Fact]
    public async Task Events_of_an_unknown_environment_are_none_with_a_hint() =>
        LedgerFixture.Notices(await ledger.FrameAsync(SyncEventsQuery.Definition, new() { ["environments"] = ["prodction"] }))
            .Should().Equal("There is no environment \"prodction\". Did you mean \"production\"?");

    // The shape that https://grafana.com/developers/dataplane/logs asks for.
    [Fact]
    public async Task Lines_are_what_the_contract_asks_for()
    {
        var frame = await ledger.FrameAsync(SyncEventsQuery.Definition, new() { ["format"] = ["logs"] });
        var fields = LedgerFixture.Fields(frame).Select(field =>
            (field.GetProperty("name").GetString(), field.GetProperty("type").GetString(), field.GetProperty("typeInfo").TryGetProperty("nullable", out _)));

        frame.GetProperty("schema").GetProperty("meta").GetProperty("type").GetString().Should().Be("log-lines");
        fields.Should().Equal(("timestamp", "time", false), ("body", "string", false), ("severity", "string", false), ("id", "string", false), ("labels", "other", true));
        LedgerFixture.Column(frame, "labels")
            .Should().AllSatisfy(labels => labels.EnumerateObject()
                .Should().AllSatisfy(label => label.Value.ValueKind.Should().Be(JsonValueKind.String)));
        LedgerFixture.Column(frame, "id").Select(id => id.GetString()).Should().OnlyHaveUniqueItems();
    }

    private static string Clock(JsonElement milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.GetInt64()).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
