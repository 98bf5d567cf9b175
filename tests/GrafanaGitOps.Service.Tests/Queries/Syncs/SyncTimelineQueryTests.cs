using System.Text.Json;
using GrafanaGitOps.Service.Queries.Syncs;

namespace GrafanaGitOps.Service.Tests.Queries.Syncs;

public sealed class SyncTimelineQueryTests(LedgerFixture ledger) : IClassFixture<LedgerFixture>
{
    [Fact]
    public async Task Timeline_shows_states_and_what_nobody_saw() =>
        Golden.Matches("GrafanaGitOps.Service.Tests/Queries/Syncs/sync_timeline.golden.json", await ledger.AskAsync(SyncTimelineQuery.Definition));

    [Theory]
    [InlineData("sync", "web production")]
    [InlineData("health", "web production")]
    public async Task Timeline_of_one_dimension_has_one_series_for_each_application(string dimension, string name)
    {
        var frame = await ledger.FrameAsync(SyncTimelineQuery.Definition, new() { ["dimension"] = [dimension] });

        LedgerFixture.Fields(frame).Skip(1).Should().AllSatisfy(field => field.GetProperty("name").GetString().Should().Be(dimension));
        LedgerFixture.Fields(frame).Skip(1).Select(field => field.GetProperty("config").GetProperty("displayNameFromDS").GetString())
            .Should().Contain(name);
    }

    [Fact]
    public async Task Timeline_without_a_time_range_begins_with_the_first_sight()
    {
        var frame = JsonElement.Parse(await ledger.AskAsync(SyncTimelineQuery.Definition, new() { ["applications"] = ["legacy"] }, wholeTime: true));

        LedgerFixture.Column(frame, "time").Select(time => DateTimeOffset.FromUnixTimeMilliseconds(time.GetInt64()))
            .Should().Equal(SampleLedger.At(8, 0), SampleLedger.At(10, 0));
        LedgerFixture.Column(frame, "sync").Select(state => state.GetRawText()).Should().Equal("1", "null");
    }

    /// <summary>The state timeline panel draws a gap for null, so every cell says what held; times ascend and come once.</summary>
    [Fact]
    public async Task Timeline_is_what_the_panel_asks_for()
    {
        var frame = await ledger.FrameAsync(SyncTimelineQuery.Definition);
        var fields = LedgerFixture.Fields(frame);
        var times = LedgerFixture.Column(frame, "time").Select(time => time.GetInt64()).ToList();

        times.Should().Equal(times.Distinct().Order());
        times[0].Should().Be(SampleLedger.At(8, 30).ToUnixTimeMilliseconds());
        fields.Should().ContainSingle(field => field.GetProperty("type").GetString() == "time");
        fields.Skip(1).Should().AllSatisfy(field => field.GetProperty("type").GetString().Should().Be("enum"));
        fields.Skip(1).Select(field => field.GetProperty("config").GetProperty("displayNameFromDS").GetString()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Timeline_over_the_limit_shows_the_worst_with_a_notice()
    {
        var frame = await ledger.FrameAsync(SyncTimelineQuery.Definition, limit: 1);

        LedgerFixture.Fields(frame)[1].GetProperty("labels").GetProperty("application").GetString().Should().Be("web");
        LedgerFixture.Notices(frame)
            .Should().Equal("Only 1 of 4 applications are shown, those that are not well now first. Raise limit, or choose applications or environments.");
    }
}
