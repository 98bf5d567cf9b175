using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Inbox;
using GrafanaGitOps.Service.Senders;

namespace GrafanaGitOps.Service.Tests.Inbox;

public sealed class HookActivityTests
{
    private static readonly DateTimeOffset Received = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Push_says_who_moved_which_branch()
    {
        var push = new BranchPush(["https://example.org/shop.git", "git@example.org:shop.git"], "main")
        {
            Before = new string('a', 40),
            After = new string('b', 40),
            Pusher = "alice",
        };

        var activity = Of(push)!;

        (activity.At, activity.Kind, activity.Title, activity.Actor, activity.Repository, activity.Revision).Should().Be(
            (Received, ActivityKind.Push, "alice pushed bbbbbbb to main", "alice", "https://example.org/shop.git", push.After));
        activity.Evidence.Should().Equal(new Dictionary<string, string> { ["branch"] = "main", ["before"] = push.Before, ["after"] = push.After });
        Of(push with { After = null })!.Title.Should().Be("alice deleted main");
    }

    [Fact]
    public void Event_says_what_its_operator_says_of_the_object()
    {
        var told = Event() with { At = Received.AddMinutes(-3), Reason = "HealthCheckFailed", IsError = true, Message = "timeout", Revision = "main@sha1:abc" };

        var activity = Of(told)!;

        (activity.At, activity.Kind, activity.Title, activity.HasFailed, activity.Revision).Should().Be(
            (Received.AddMinutes(-3), ActivityKind.OperatorEvent, "Kustomization a/b: HealthCheckFailed", true, "main@sha1:abc"));
        activity.Object.Should().Be(new ActivityObject("edge", "Kustomization", "a", "b"));
        activity.Evidence.Should().Equal(new Dictionary<string, string> { ["reason"] = "HealthCheckFailed", ["message"] = "timeout" });
        Of(told with { IsError = false })!.HasFailed.Should().BeNull("an event that is no error does not say that all is well");
    }

    [Theory]
    [InlineData(-8 * 24 * 60, false)]
    [InlineData(-6 * 24 * 60, true)]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public void Moment_that_cannot_be_is_that_of_the_arrival(int minutes, bool isBelieved) =>
        Of(Event() with { At = Received.AddMinutes(minutes) })!.At.Should().Be(isBelieved ? Received.AddMinutes(minutes) : Received);

    [Fact]
    public void Keys_tell_events_apart_and_not_their_repetition()
    {
        OperatorEvent[] different = [Event(), Event() with { Message = new string('x', 39_000) }, Event() with { Revision = "1" }, Event() with { Reason = "1" }];

        different.Select(told => Of(told)!.Key).Distinct().Should().HaveCount(4);
        Of(Event())!.Key.Should().Be(Of(Event())!.Key);
    }

    [Fact]
    public void What_is_of_no_use_did_not_happen() => Of(new NotUsed("No.")).Should().BeNull();

    private static Activity? Of(Meaning meaning) => HookActivity.Of("flux", Received.ToUnixTimeMilliseconds(), meaning);

    private static OperatorEvent Event() => new("edge", "Kustomization", "a", "b");
}
