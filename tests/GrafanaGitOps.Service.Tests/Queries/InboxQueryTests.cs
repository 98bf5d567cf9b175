using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Storage.Inbox;

namespace GrafanaGitOps.Service.Tests.Queries;

public sealed class InboxQueryTests : IAsyncLifetime
{
    private static readonly QueryRequest All = new(InboxQuery.Definition) { Limit = 1_000 };

    private readonly QueryFixture _fixture = new();

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Deliveries_show_what_they_led_to() => await MatchesAsync("inbox", All);

    [Fact]
    public async Task Deliveries_of_an_empty_inbox_are_none() => await MatchesAsync("inbox-none", All, isFilled: false);

    [Fact]
    public async Task Deliveries_that_were_given_up_are_found() =>
        await MatchesAsync("inbox-dead", All with { Values = Values(("states", "Dead"), ("sources", "lab"), ("search", "APPS"), ("environments", "production")) });

    [Fact]
    public async Task Deliveries_are_cut_at_the_limit_with_a_notice() => await MatchesAsync("inbox-cut", All with { Limit = 1, To = QueryFixture.Now.AddMinutes(-2) });

    [Fact]
    public async Task Deliveries_are_numbers_of_each_receiver() => await MatchesAsync("inbox-numeric", All with { Values = Values(("format", "numeric")) });

    [Fact]
    public async Task Alert_rule_gets_the_number_that_was_given_up() => await MatchesAsync("inbox-alert", All with { IsAlert = true, Values = Values(("sources", "github")) });

    private static Dictionary<string, IReadOnlyList<string>> Values(params (string Parameter, string Value)[] values) =>
        values.ToDictionary(pair => pair.Parameter, pair => (IReadOnlyList<string>)[pair.Value]);

    private async Task FillAsync()
    {
        var (inbox, now) = (_fixture.Store.Inbox, QueryFixture.Now);
        var taken = await inbox.AddAsync(
            [
                new("github", "d1", "push", now.AddMinutes(-4), new byte[100]), new("github", "d2", "ping", now.AddMinutes(-3), new byte[20]),
                new("lab", "sha256:00", "event", now.AddMinutes(-2), new byte[300]), new("github", "d3", "push", now.AddSeconds(-90), new byte[100]),
            ],
            TestContext.Current.CancellationToken);
        await inbox.RecordAsync(
            [
                new(taken[0].Id, InboxState.Done, "Fetches shop: alice pushed 1113728 to main.", 1, now.AddMinutes(-4)),
                new(taken[1].Id, InboxState.Ignored, "GitHub only asked whether it is heard.", 1, now.AddMinutes(-3)),
                new(taken[2].Id, InboxState.Dead, "Given up after 6 tries: apps cannot be read.", 6, now.AddMinutes(-1)),
            ],
            TestContext.Current.CancellationToken);
    }

    private async Task MatchesAsync(string name, QueryRequest request, bool isFilled = true)
    {
        if (isFilled) await FillAsync();
        using var runner = _fixture.Runner();
        Golden.Matches($"GrafanaGitOps.Service.Tests/Queries/{name}.golden.json", await QueryFixture.JsonAsync(runner, request));
    }
}
