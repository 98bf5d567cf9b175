using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Activities;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly DateTimeOffset ActivityStart = new(2026, 1, 31, 23, 59, 0, TimeSpan.Zero);

    [Fact]
    public async Task Activity_is_kept_once_whoever_tells_it_again()
    {
        await Store.Activities.AppendAsync([Told("a"), Told("b"), Told("a")], Cancellation);
        await using var other = await OpenAsync();
        await other.Activities.AppendAsync([Told("b"), Told("a", source: "gitlab"), Told("a", minutes: 2), Told("a") with { Kind = ActivityKind.OperatorEvent }], Cancellation);

        (await ReadActivitiesAsync(new() { Limit = 9 })).Should().Equal(
            "00:01 github Push a", "23:59 github OperatorEvent a", "23:59 github Push a", "23:59 github Push b", "23:59 gitlab Push a");
    }

    [Fact]
    public async Task Activity_comes_back_as_it_was_told()
    {
        var full = Told("a") with
        {
            Actor = "alice",
            HasFailed = true,
            Object = new ActivityObject("edge", "Kustomization", "flux-system", "shop"),
            Repository = "https://example.org/shop.git",
            Revision = "main@sha1:abc",
            Evidence = new Dictionary<string, string> { ["message"] = "health check failed \"twice\"" },
        };
        var bare = Told("b") with { HasFailed = false };
        var foreign = Told("c") with { Title = "half \uD800 and \0", Evidence = new Dictionary<string, string> { ["message"] = new('x', 5_000) } };
        await Store.Activities.AppendAsync([full, bare, foreign], Cancellation);

        var read = await Store.Activities.ReadAsync(new() { Limit = 9 }, Cancellation);

        read.Take(2).Should().BeEquivalentTo([full, bare], options => options.WithStrictOrdering());
        (read[2].Title, read[2].Evidence["message"].Length).Should().Be(("half \uFFFD and \uFFFD", 4_000));
    }

    [Fact]
    public async Task Activities_are_filtered()
    {
        var shop = new ActivityObject("edge", "Kustomization", "flux-system", "shop");
        await Store.Activities.AppendAsync(
            [
                Told("early"), Told("late", minutes: 3), Told("object", minutes: 1) with { Object = shop },
                Told("other", minutes: 1) with { Object = shop with { Name = "other" } }, Told("commit", minutes: 2) with { Revision = "abc" },
            ],
            Cancellation);

        (await KeysAsync(new() { Limit = 2 })).Should().Be("late commit");
        (await KeysAsync(new() { Limit = 9, From = ActivityStart.AddMinutes(1), To = ActivityStart.AddMinutes(2) })).Should().Be("commit object other");
        (await KeysAsync(new() { Limit = 9, Object = shop })).Should().Be("object");
        (await KeysAsync(new() { Limit = 9, Revision = "abc" })).Should().Be("commit");

        async Task<string> KeysAsync(ActivityFilter filter) =>
            string.Join(' ', (await Store.Activities.ReadAsync(filter, Cancellation)).Select(activity => activity.Key));
    }

    [Fact]
    public async Task Activities_before_a_moment_are_forgotten_and_no_others()
    {
        await Store.Activities.AppendAsync([Told("old", minutes: -90_000), Told("last month"), Told("in", minutes: 2), Told("after", minutes: 4)], Cancellation);

        await Store.Activities.ForgetAsync(ActivityStart.AddMinutes(3), Cancellation);

        (await ReadActivitiesAsync(new() { Limit = 9 })).Should().Equal("00:03 github Push after");
        await Store.Activities.AppendAsync([Told("last month")], Cancellation);
        (await ReadActivitiesAsync(new() { Limit = 9 })).Should().HaveCount(2);
    }

    private static Activity Told(string key, int minutes = 0, string source = "github") => new()
    {
        At = ActivityStart.AddMinutes(minutes),
        Kind = ActivityKind.Push,
        Source = source,
        Key = key,
        Title = $"alice pushed {key}",
    };

    private async Task<IEnumerable<string>> ReadActivitiesAsync(ActivityFilter filter) =>
        (await Store.Activities.ReadAsync(filter, Cancellation)).Select(activity => $"{activity.At:HH:mm} {activity.Source} {activity.Kind} {activity.Key}");
}
