using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Inbox;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly DateTimeOffset InboxStart = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Delivery_is_taken_once_in_one_batch_and_over_many()
    {
        var first = await Store.Inbox.AddAsync([Delivery("a"), Delivery("b"), Delivery("a"), Delivery("a", source: "gitlab")], Cancellation);
        var second = await Store.Inbox.AddAsync([Delivery("c"), Delivery("b")], Cancellation);

        first.Select(taken => taken.IsNew).Should().Equal(true, true, false, true);
        first[2].Id.Should().Be(first[0].Id);
        second.Select(taken => taken.IsNew).Should().Equal(true, false);
        second[1].Id.Should().Be(first[1].Id);
        (await ReadInboxAsync()).Select(row => $"{row.Source} {row.Delivery}").Should().BeEquivalentTo("github a", "github b", "gitlab a", "github c");
    }

    [Fact]
    public async Task Replicas_that_take_the_same_at_once_take_it_once()
    {
        await using var other = await OpenAsync();
        for (var round = 0; round < 20; round++)
        {
            var batch = Enumerable.Range(0, 20).Select(number => Delivery($"{round}/{number}")).ToList();
            var taken = await Task.WhenAll(
                Store.Inbox.AddAsync(batch, Cancellation), other.Inbox.AddAsync([.. batch.AsEnumerable().Reverse()], Cancellation));

            taken.SelectMany(all => all).Count(one => one.IsNew).Should().Be(20);
            taken[0].Select(one => one.Id).Should().Equal(taken[1].Select(one => one.Id).Reverse());
        }
    }

    [Fact]
    public async Task Waiting_deliveries_are_read_in_the_order_in_which_they_came()
    {
        await Store.Inbox.AddAsync([Delivery("late", 2), Delivery("other", source: "gitlab"), Delivery("early", 1), Delivery("same", 2)], Cancellation);

        var waiting = await Store.Inbox.ReadWaitingAsync("github", [], 10, Cancellation);
        var names = (await ReadInboxAsync()).ToDictionary(row => row.Id, row => row.Delivery);

        waiting.Select(one => names[one.Id]).Should().Equal("early", "late", "same");
        waiting.Should().OnlyContain(one => one.Event == "push" && one.Body.SequenceEqual(new byte[] { 0, 1, 255 }));
        (await Store.Inbox.ReadWaitingAsync("github", [waiting[0].Id], 1, Cancellation)).Select(one => one.Id).Should().Equal(waiting[1].Id);
        (await Store.Inbox.ReadWaitingAsync("nobody", [], 10, Cancellation)).Should().BeEmpty();
    }

    [Fact]
    public async Task Few_large_payloads_are_read_at_a_time_and_at_least_one()
    {
        var large = new byte[5 * 1024 * 1024];
        await Store.Inbox.AddAsync([.. Enumerable.Range(0, 4).Select(number => Delivery($"{number}", number) with { Body = large })], Cancellation);

        (await Store.Inbox.ReadWaitingAsync("github", [], 10, Cancellation)).Should().HaveCount(2);
        (await Store.Inbox.ReadWaitingSizeAsync(Cancellation)).Should().BeInRange(4 * large.Length, (4 * large.Length) + 2_000);
    }

    [Fact]
    public async Task Processed_deliveries_say_how_they_ended()
    {
        var taken = await Store.Inbox.AddAsync([Delivery("a", 1), Delivery("b", 2), Delivery("c", 3), Delivery("d", 4)], Cancellation);
        var at = InboxStart.AddMinutes(1);

        await Store.Inbox.RecordAsync(
            [
                new(taken[0].Id, InboxState.Done, "Fetches shop.", 1, at), new(taken[1].Id, InboxState.Ignored, "No use.\0", 1, at),
                new(taken[2].Id, InboxState.Dead, new string('x', 5_000), 6, at),
            ],
            Cancellation);

        var rows = await ReadInboxAsync();
        rows.Select(row => (row.Delivery, row.State, row.Attempts, row.Processed)).Should().Equal(
            ("d", InboxState.Waiting, 0, null), ("c", InboxState.Dead, 6, at), ("b", InboxState.Ignored, 1, at), ("a", InboxState.Done, 1, at));
        rows.Select(row => row.Outcome?.Length ?? 0).Should().Equal(0, 2_000, 8, 13);
        rows[2].Outcome.Should().Be("No use.\uFFFD");
        (await Store.Inbox.ReadWaitingAsync("github", [], 10, Cancellation)).Should().ContainSingle();
        (await Store.Inbox.ReadBacklogAsync(Cancellation)).Should().Equal(new InboxBacklog("github", 1, InboxStart.AddSeconds(4), 1));
    }

    [Fact]
    public async Task Deliveries_are_filtered()
    {
        var taken = await Store.Inbox.AddAsync(
            [Delivery("Guid-1", 1), Delivery("two", 2, "gitlab"), Delivery("three", 3) with { Event = "ping" }, Delivery("four", 4)], Cancellation);
        await Store.Inbox.RecordAsync([new(taken[3].Id, InboxState.Dead, "Given up: SHOP 100%", 2, InboxStart)], Cancellation);

        (await NamesAsync(new() { Limit = 2 })).Should().Be("four three");
        (await NamesAsync(new() { Limit = 9, Sources = ["gitlab", "x"] })).Should().Be("two");
        (await NamesAsync(new() { Limit = 9, States = [InboxState.Dead, InboxState.Done] })).Should().Be("four");
        (await NamesAsync(new() { Limit = 9, From = InboxStart.AddSeconds(2), To = InboxStart.AddSeconds(3) })).Should().Be("three two");
        (await NamesAsync(new() { Limit = 9, Search = "guid" })).Should().Be("Guid-1");
        (await NamesAsync(new() { Limit = 9, Search = "shop 100%" })).Should().Be("four");
        (await NamesAsync(new() { Limit = 9, Search = "%" })).Should().Be("four");
        (await NamesAsync(new() { Limit = 9, Search = "PING", Sources = ["github"] })).Should().Be("three");
        await FluentActions.Awaiting(() => NamesAsync(new() { Limit = 9, Search = new string('x', 1_001) })).Should().ThrowExactlyAsync<ArgumentException>();

        async Task<string> NamesAsync(InboxFilter filter) =>
            string.Join(' ', (await Store.Inbox.ReadAsync(filter, Cancellation)).Select(row => row.Delivery));
    }

    [Fact]
    public async Task What_waits_for_a_receiver_that_is_gone_is_given_up()
    {
        await Store.Inbox.AddAsync([Delivery("a", source: "gone"), Delivery("b")], Cancellation);

        (await Store.Inbox.AbandonAsync(["github"], InboxStart, Cancellation)).Should().Be(1);

        (await ReadInboxAsync()).Select(row => (row.Source, row.State, row.Outcome)).Should().BeEquivalentTo(
            [("gone", InboxState.Dead, "Its receiver is not configured any more."), ("github", InboxState.Waiting, (string?)null)]);
        (await Store.Inbox.AbandonAsync([], InboxStart, Cancellation)).Should().Be(1);
    }

    [Fact]
    public async Task What_is_old_or_too_much_is_forgotten_but_never_what_waits()
    {
        var names = Enumerable.Range(0, 8).Select(number => $"{number}").ToList();
        var taken = await Store.Inbox.AddAsync([.. names.Select(name => Delivery(name) with { Body = new byte[1_000] })], Cancellation);
        await Store.Inbox.RecordAsync(
            [.. taken.Skip(2).Select((one, index) => new ProcessedDelivery(
                one.Id, index % 2 == 0 ? InboxState.Done : InboxState.Dead, "", 1, InboxStart.AddHours(index)))],
            Cancellation);

        // Done: 2, 4, 6 at hours 0, 2, 4; given up: 3, 5, 7 at hours 1, 3, 5.
        (await Store.Inbox.ForgetAsync(new InboxKeeping(InboxStart.AddHours(3), InboxStart.AddHours(2), 1_000_000), Cancellation)).Should().Be(3);
        (await ReadInboxAsync()).Select(row => row.Delivery).Should().BeEquivalentTo("0", "1", "5", "6", "7");
        (await Store.Inbox.ForgetAsync(new InboxKeeping(default, default, 2_600), Cancellation)).Should().Be(1);
        (await ReadInboxAsync()).Select(row => row.Delivery).Should().BeEquivalentTo("0", "1", "6", "7");
        (await Store.Inbox.ForgetAsync(new InboxKeeping(default, default, 0), Cancellation)).Should().Be(2);
        (await ReadInboxAsync()).Select(row => row.Delivery).Should().BeEquivalentTo("0", "1");
        (await Store.Inbox.AddAsync([Delivery("7")], Cancellation))[0].IsNew.Should().BeTrue();
    }

    [Fact]
    public async Task Arrivals_make_no_version_and_wake_who_waits_for_them()
    {
        var version = await Store.Database.GetVersionAsync(Cancellation);
        var arrival = Store.Inbox.WaitForArrivalAsync(new FakeTimeProvider(), Cancellation);
        arrival.IsCompleted.Should().BeFalse();

        await Store.Inbox.AddAsync([Delivery("a")], Cancellation);

        await arrival;
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version);
        var time = new FakeTimeProvider();
        var next = Store.Inbox.WaitForArrivalAsync(time, Cancellation);
        time.Advance(TimeSpan.FromSeconds(1));
        await next;
    }

    private static NewDelivery Delivery(string name, int second = 0, string source = "github") =>
        new(source, name, "push", InboxStart.AddSeconds(second), [0, 1, 255]);

    private Task<IReadOnlyList<InboxDelivery>> ReadInboxAsync() => Store.Inbox.ReadAsync(new InboxFilter { Limit = 1_000 }, Cancellation);
}
