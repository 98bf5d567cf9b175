using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using ApplicationId = GrafanaGitOps.Service.Events.ApplicationId;

namespace GrafanaGitOps.Service.Tests.Storage;

public sealed class ApplicationSnapshotTests
{
    private static readonly ApplicationSnapshot First = ApplicationSnapshot.None.At(
        new LedgerVersion(1, 1), [Status(7, "web"), Status(5, "api"), Status(9, "job")], [(7, 1_000), (9, 3_000)]);

    [Fact]
    public void Applications_stand_by_name_with_their_looks() => Text(First).Should().Be("api -, job 3, web 1");

    [Fact]
    public void Changed_application_leaves_the_version_before_as_it_was_and_shares_the_others()
    {
        var second = First.At(new LedgerVersion(2, 1), [Status(7, "web", "now broken")], []);

        (Text(second), Text(First)).Should().Be(("api -, job 3, web 1 now broken", "api -, job 3, web 1"));
        second.FindStatus(5).Should().BeSameAs(First.FindStatus(5));
    }

    [Fact]
    public void Look_alone_leaves_the_version_before_as_it_was()
    {
        var second = First.At(new LedgerVersion(1, 2), [], [(5, 8_000), (9, null), (404, 1_000)]);

        (Text(second), Text(First)).Should().Be(("api 8, job -, web 1", "api -, job 3, web 1"));
        second.FindStatus(5).Should().BeSameAs(First.FindStatus(5));
    }

    [Fact]
    public void Applications_that_come_and_go_leave_the_others_and_their_looks()
    {
        var second = First.At(
            new LedgerVersion(2, 2), [Status(5, "api") with { Deleted = DateTimeOffset.UnixEpoch }, Status(4, "k8s"), Status(11, "new")], [(11, 4_000)]);

        Text(second).Should().Be("job 3, k8s -, new 4, web 1");
        second.Find(5).Should().BeNull();
        second.FindStatus(9).Should().BeSameAs(First.FindStatus(9));
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(0, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(1, 2, true)]
    public void Version_is_older_when_answers_or_looks_came_since(long version, long looks, bool expected) =>
        First.AsOf.IsOlderThan(new LedgerVersion(version, looks)).Should().Be(expected);

    private static ApplicationStatus Status(long id, string name, string? message = null) =>
        new() { Id = id, ChangedIn = 1, Application = new ApplicationId("main", "argocd", "Application", "argocd", name), Message = message };

    private static string Text(ApplicationSnapshot statuses) => string.Join(", ", statuses.Select((look, place) =>
    {
        look.Place.Should().Be(place);
        var looked = look.LastLooked is { } at ? $"{at.ToUnixTimeSeconds()}" : "-";
        return $"{look.Status.Application.Name} {looked} {look.Status.Message}".TrimEnd();
    }));
}
