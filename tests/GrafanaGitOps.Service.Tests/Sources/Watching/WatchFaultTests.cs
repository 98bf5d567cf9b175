using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Tests.Sources.Kubernetes;
using Microsoft.AspNetCore.Http;

namespace GrafanaGitOps.Service.Tests.Sources.Watching;

/// <summary>Answers that a real API server gives only under load, behind proxies or in bad luck.</summary>
public sealed class WatchFaultTests : IDisposable
{
    private readonly TestLogs _logs = new();
    private int _watches;
    private int _lists;

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Too_many_requests_waits_as_long_as_asked_and_goes_on()
    {
        await using var server = await FakeApiServer.StartAsync(context =>
            context.IsWatch() ? context.StreamAsync()
            : ++_lists == 1 ? context.RefuseAsync(429, "TooManyRequests", retryAfter: "1")
            : context.Response.WriteAsync(FakeApiServer.List("7", "", FakeApiServer.Widget("a", "5", "1"))));
        using var client = server.Client();
        await using var recorder = Record(client);
        await recorder.WaitForAsync("Synced");

        recorder.Lines.Should().Equal("Listed a=1", "Synced");
        recorder.Watcher.States[0].LastError.Should().Contain("told to say 429");
    }

    [Fact]
    public async Task Server_errors_and_broken_answers_are_tried_again()
    {
        await using var server = await FakeApiServer.StartAsync(context =>
            context.IsWatch() ? context.StreamAsync()
            : ++_lists switch
            {
                1 => context.RefuseAsync(500, "InternalError"),
                2 => context.RefuseAsync(503, "ServiceUnavailable"),
                3 => context.Response.WriteAsync("<html>a proxy's page</html>"),
                4 => context.Response.WriteAsync("""{"items":[{"metadata":{"name":"a","""),
                5 => context.Response.WriteAsync("{}"),
                _ => context.Response.WriteAsync(FakeApiServer.List("7", "", FakeApiServer.Widget("a", "5", "1"))),
            });
        using var client = server.Client();
        await using var recorder = Record(client);
        await recorder.WaitForAsync("Synced");

        recorder.Lines.Should().Equal("Listed a=1", "Synced");
        _lists.Should().Be(6);
    }

    [Fact]
    public async Task List_that_expires_between_pages_starts_over_and_tells_each_object_once()
    {
        await using var server = await FakeApiServer.StartAsync(context =>
            context.IsWatch() ? context.StreamAsync()
            : (++_lists, (string?)context.Request.Query["continue"]) switch
            {
                (1, null) => context.Response.WriteAsync(FakeApiServer.List("7", "p2", FakeApiServer.Widget("a", "5", "1"), FakeApiServer.Widget("b", "5", "1"))),
                (2, "p2") => context.RefuseAsync(410, "Expired"),
                (3, null) => context.Response.WriteAsync(FakeApiServer.List("9", "p2", FakeApiServer.Widget("a", "8", "2"))),
                (4, "p2") => context.Response.WriteAsync(FakeApiServer.List("9", "", FakeApiServer.Widget("c", "5", "1"))),
                _ => context.RefuseAsync(500, "Unexpected"),
            });
        using var client = server.Client();
        await using var recorder = Record(client);
        await recorder.WaitForAsync("Synced");
        await recorder.WaitForStateAsync(state => state.Phase == WatchPhase.Watching);

        recorder.Lines.Should().Equal("Listed a=1", "Listed b=1", "Modified a=2", "Listed c=1", "Deleted b=?", "Synced");
        server.Requests[^1].Should().Contain("resourceVersion=9");
    }

    [Fact]
    public async Task Watch_that_ends_resumes_at_the_last_version_without_a_list()
    {
        await using var server = await FakeApiServer.StartAsync(context =>
            !context.IsWatch() ? context.Response.WriteAsync(FakeApiServer.List("7", "", FakeApiServer.Widget("a", "5", "1")))
            : ++_watches switch
            {
                1 => context.Response.WriteAsync(FakeApiServer.Event("MODIFIED", FakeApiServer.Widget("a", "8", "2"))),
                2 => context.Response.WriteAsync(FakeApiServer.Event("BOOKMARK", """{"metadata":{"resourceVersion":"30"}}""")),
                _ => context.StreamAsync(FakeApiServer.Event("ADDED", FakeApiServer.Widget("b", "31", "1"))),
            });
        using var client = server.Client();
        await using var recorder = Record(client);
        await recorder.WaitForAsync("Added b=1");

        recorder.Lines.Should().Equal("Listed a=1", "Synced", "Modified a=2", "Added b=1");
        server.Requests.Skip(1).Select(request => request.Split("resourceVersion=")[1].Split('&')[0]).Should().Equal("7", "8", "30");
    }

    [Fact]
    public async Task Expired_version_in_a_watch_event_lists_again_and_tells_only_what_changed()
    {
        await using var server = await FakeApiServer.StartAsync(context =>
            context.IsWatch()
                ? ++_watches == 1 ? context.StreamAsync(FakeApiServer.Event("ERROR", FakeApiServer.Status(410, "Expired"))) : context.StreamAsync()
                : context.Response.WriteAsync(++_lists == 1
                    ? FakeApiServer.List("7", "", FakeApiServer.Widget("a", "5", "1"), FakeApiServer.Widget("b", "5", "1"))
                    : FakeApiServer.List("20", "", FakeApiServer.Widget("a", "5", "1"), FakeApiServer.Widget("c", "15", "1"))));
        using var client = server.Client();
        await using var recorder = Record(client);
        await recorder.WaitForAsync("Deleted b=?");

        recorder.Lines.Take(5).Should().Equal("Listed a=1", "Listed b=1", "Synced", "Added c=1", "Deleted b=?");
        recorder.Changes.Skip(3).Take(2).Should().AllSatisfy(change => change.NotBefore.Should().NotBeNull());
    }

    [Fact]
    public async Task Object_over_the_size_limit_is_left_out_by_name_and_not_taken_for_deleted()
    {
        var huge = FakeApiServer.Widget("huge", "6", new string('x', 17 * 1024 * 1024));
        await using var server = await FakeApiServer.StartAsync(context =>
            context.IsWatch()
                ? context.StreamAsync(FakeApiServer.Event("MODIFIED", FakeApiServer.Widget("huge", "8", "small again")))
                : context.Response.WriteAsync(FakeApiServer.List("7", "", FakeApiServer.Widget("a", "5", "1"), huge, FakeApiServer.Widget("z", "5", "1"))));
        using var client = server.Client();
        await using var recorder = Record(client);
        await recorder.WaitForAsync("Added huge=small again");

        recorder.Lines.Should().Equal("Listed a=1", "Listed z=1", "Synced", "Added huge=small again");
        recorder.Watcher.States[0].Rejected.Should().Be(1);
        recorder.Watcher.States[0].LastError.Should().Be(
            "Cluster fake: widgets.fake.test: default/huge is larger than 16777216 bytes. It is left out until it changes.");
    }

    [Theory]
    [InlineData(60_000, WatchPhase.Connecting)]
    [InlineData(0, WatchPhase.Forbidden)]
    public async Task Right_that_was_there_is_missing_only_when_it_stays_away(int confirmation, WatchPhase phase)
    {
        await using var server = await FakeApiServer.StartAsync(context =>
            context.IsWatch() ? context.StreamAsync(FakeApiServer.Event("ERROR", FakeApiServer.Status(410, "Expired")))
            : ++_lists == 1 ? context.Response.WriteAsync(FakeApiServer.List("7", "", FakeApiServer.Widget("a", "5", "1")))
            : context.RefuseAsync(403, "Forbidden"));
        using var client = server.Client();
        await using var recorder = Record(client, TestCluster.Timings with { ForbiddenConfirmation = TimeSpan.FromMilliseconds(confirmation) });

        await recorder.WaitForStateAsync(state => state.Phase == phase && state.LastError?.Contains("403", StringComparison.Ordinal) == true);
    }

    private ChangeRecorder Record(ClusterClient client, WatchTimings? timings = null) =>
        new(client, TestCluster.Widgets(FakeApiServer.Group), new ResourceWatcherOptions { Timings = timings ?? TestCluster.Timings }, _logs);
}
