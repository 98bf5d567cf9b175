using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Storage.Inbox;
using GrafanaGitOps.Service.Tests.Senders;

namespace GrafanaGitOps.Service.Tests.Http;

public sealed class HookEndpointTests : IAsyncLifetime
{
    private readonly HookBench _bench = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Push_is_durable_and_taken_once()
    {
        await _bench.StartAsync();

        (await _bench.SendAsync(HookBench.Push(Deliveries.GitHubPush, "d1"))).Should().Be("""202 {"id":1,"duplicate":false}""");
        (await _bench.SendAsync(HookBench.Push(Deliveries.GitHubPush, "d1"))).Should().Be("""200 {"id":1,"duplicate":true,"message":"already taken"}""");
        (await _bench.SendAsync(HookBench.Push(Deliveries.GitHubPush, "d2"))).Should().MatchRegex("""^202 \{"id":\d+,"duplicate":false\}$""");

        var rows = await _bench.ReadAsync();
        rows.Select(row => (row.Source, row.Delivery, row.Event, row.State)).Should().Equal(
            ("github", "d2", "push", InboxState.Waiting), ("github", "d1", "push", InboxState.Waiting));
        rows[0].Received.Should().Be(_bench.Clock.GetUtcNow());
        (await _bench.Store.Inbox.ReadWaitingAsync("github", [], 1, Cancellation))[0].Body.Should().Equal(Encoding.UTF8.GetBytes(Deliveries.GitHubPush));
        (await _bench.MetricsAsync()).Should().Contain("gitops_inbox_deliveries_total{source=\"github\",outcome=\"taken\"} 2\n")
            .And.Contain("gitops_inbox_deliveries_total{source=\"github\",outcome=\"duplicate\"} 1\n")
            .And.Contain("gitops_inbox_waiting{source=\"github\"} 2\n").And.Contain("gitops_inbox_oldest_seconds{source=\"github\"} 0\n");
    }

    [Fact]
    public async Task Delivery_without_a_name_is_known_by_its_content()
    {
        await _bench.StartAsync();

        (await _bench.SendAsync(Flux("""{"a":1}"""))).Should().StartWith("202");
        (await _bench.SendAsync(Flux("""{"a":1}"""))).Should().StartWith("200");
        (await _bench.SendAsync(Flux("""{"a":2}"""))).Should().StartWith("202");
        (await _bench.ReadAsync())[^1].Delivery.Should().Be("sha256:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");
    }

    [Fact]
    public async Task Name_of_a_delivery_that_is_too_long_is_replaced_by_its_content()
    {
        await _bench.StartAsync();

        (await _bench.SendAsync(HookBench.Push("{}", new string('d', 5_000)))).Should().StartWith("202");

        (await _bench.ReadAsync())[0].Delivery.Should().StartWith("sha256:").And.HaveLength(71);
    }

    [Fact]
    public async Task What_proves_nothing_is_refused_without_a_secret_in_the_answer()
    {
        await _bench.StartAsync();

        (await _bench.SendAsync(HookBench.Push("{}", "d", secret: "guessed"))).Should().Be(
            "401 X-Hub-Signature-256 does not fit the body: the sender signs with another secret, or something on the way changed the body.");
        (await _bench.SendAsync(Post("{}"))).Should().Be("401 X-Hub-Signature-256 is missing. Give the sender the secret of this receiver.");

        (await _bench.ReadAsync()).Should().BeEmpty();
        (await _bench.MetricsAsync()).Should().Contain("gitops_inbox_deliveries_total{source=\"github\",outcome=\"unauthorized\"} 2\n");
        _bench.Logs.Lines.Should().NotContain(line => line.Contains(Deliveries.Secret));
    }

    [Fact]
    public async Task Unknown_receiver_names_those_that_there_are()
    {
        await _bench.StartAsync();

        (await _bench.SendAsync(HookBench.Push("{}", "d", "gitbub"))).Should().Be(
            "404 There is no receiver \"gitbub\". Configured are github, lab (hooks.receivers).");
        (await _bench.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/hooks/github"))).Should().StartWith("405");
        (await _bench.MetricsAsync()).Should().Contain("gitops_inbox_deliveries_total{source=\"unknown\",outcome=\"unknown\"} 1\n");
    }

    [Fact]
    public async Task Without_receivers_nothing_is_taken()
    {
        _bench.Options.Receivers.Clear();
        await _bench.StartAsync();

        (await _bench.SendAsync(HookBench.Push("{}", "d"))).Should().Be("404 There is no receiver \"github\". None is configured (hooks.receivers).");
    }

    [Fact]
    public async Task Receiver_without_a_secret_takes_what_is_not_signed()
    {
        _bench.Options.Receivers[0].Secret = null;
        await _bench.StartAsync();

        (await _bench.SendAsync(Post("{}", ("X-GitHub-Event", "ping")))).Should().StartWith("202");
        (await _bench.SendAsync(Post("{}"))).Should().Be("400 No header says which event it is. Does github send this?");
    }

    [Fact]
    public async Task Secret_of_a_file_may_rotate()
    {
        var file = Path.GetTempFileName();
        (_bench.Options.Receivers[0].Secret, _bench.Options.Receivers[0].SecretFile) = (null, file);
        await File.WriteAllTextAsync(file, "first\n", Cancellation);
        await _bench.StartAsync();
        (await _bench.SendAsync(HookBench.Push("{}", "d1", secret: "first"))).Should().StartWith("202");

        await File.WriteAllTextAsync(file, "second", Cancellation);

        (await _bench.SendAsync(HookBench.Push("{}", "d2", secret: "first"))).Should().StartWith("401");
        (await _bench.SendAsync(HookBench.Push("{}", "d3", secret: "second"))).Should().StartWith("202");
        File.Delete(file);
        _bench.Logs.Expect("The secret of the receiver github cannot be read");
        (await _bench.SendAsync(HookBench.Push("{}", "d4", secret: "second"))).Should().Be(
            "503 (retry after 60) The secret of the receiver github cannot be read. See the companion's log.");
    }

    [Fact]
    public async Task Body_that_is_too_large_is_refused_whether_it_says_so_or_not()
    {
        _bench.Options.MaxBody = new ByteSize(2_000);
        await _bench.StartAsync();
        const string refusal = "413 The body is larger than 2000 bytes (hooks.maxBody).";

        (await _bench.SendAsync(HookBench.Push(new string(' ', 2_000), "d1"))).Should().StartWith("202");
        (await _bench.SendAsync(HookBench.Push(new string(' ', 2_001), "d2"))).Should().Be(refusal);
        var chunked = HookBench.Push("{}", "d3");
        chunked.Content = new StreamContent(new MemoryStream(new byte[100_000])) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        chunked.Headers.TransferEncodingChunked = true;
        (await _bench.SendAsync(chunked)).Should().Be(refusal);
        var small = HookBench.Push("{}", "d4");
        small.Headers.TransferEncodingChunked = true;
        (await _bench.SendAsync(small)).Should().StartWith("202");
    }

    [Fact]
    public async Task Body_that_is_no_JSON_is_refused_with_the_setting_to_change()
    {
        await _bench.StartAsync();
        var form = HookBench.Push("{}", "d");
        form.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");

        (await _bench.SendAsync(form)).Should().Be("415 The body must be application/json: choose that content type in the sender's settings.");
    }

    [Fact]
    public async Task Body_that_does_not_come_is_waited_for_as_long_as_configured()
    {
        await _bench.StartAsync();
        using var connection = await _bench.ConnectAsync(Head("github", 10) + "123");
        using var reader = new StreamReader(connection.GetStream());
        var answer = reader.ReadLineAsync(Cancellation).AsTask();

        await Wait.UntilAsync(() =>
        {
            _bench.Clock.Advance(TimeSpan.FromSeconds(1));
            return answer.IsCompleted;
        });

        (await answer).Should().Be("HTTP/1.1 408 Request Timeout");
        (await _bench.SendAsync(HookBench.Push("{}", "d"))).Should().StartWith("202");
    }

    [Fact]
    public async Task Connection_that_ends_in_the_midst_of_a_body_leaves_nothing()
    {
        _bench.Options.Concurrency = 1;
        await _bench.StartAsync();

        (await OccupyAsync(Head("github", 10) + "123")).Dispose();

        var taken = "";
        await Wait.UntilAsync(async () => (taken = await _bench.SendAsync(HookBench.Push("{}", "d"))).StartsWith("202", StringComparison.Ordinal), () => taken);
        (await _bench.ReadAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Deliveries_at_a_time_are_limited()
    {
        _bench.Options.Concurrency = 1;
        await _bench.StartAsync();
        using var connection = await OccupyAsync(Head("github", 2) + "{");

        (await _bench.SendAsync(HookBench.Push("{}", "d"))).Should().Be(
            "503 (retry after 1) Too many deliveries are being taken right now (hooks.concurrency). Come again.");
        await connection.GetStream().WriteAsync("}"u8.ToArray(), Cancellation);
        using var reader = new StreamReader(connection.GetStream());
        (await reader.ReadLineAsync(Cancellation)).Should().Be("HTTP/1.1 401 Unauthorized");
        (await _bench.SendAsync(HookBench.Push("{}", "d"))).Should().StartWith("202");
    }

    [Fact]
    public async Task Deliveries_in_a_second_are_limited_for_each_receiver()
    {
        _bench.Options.PerSecond = 2;
        await _bench.StartAsync();
        await _bench.SendAsync(HookBench.Push("{}", "d1"));
        (await _bench.SendAsync(HookBench.Push("{}", "x", secret: "wrong"))).Should().StartWith("401");
        (await _bench.SendAsync(HookBench.Push("{}", "d2"))).Should().StartWith("202");

        (await _bench.SendAsync(HookBench.Push("{}", "d3"))).Should().Be("429 (retry after 1) More than 2 deliveries in a second (hooks.perSecond).");

        (await _bench.SendAsync(Flux("{}"))).Should().StartWith("202");
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        (await _bench.SendAsync(HookBench.Push("{}", "d3"))).Should().StartWith("202");
    }

    [Fact]
    public async Task While_the_store_is_away_senders_are_told_to_come_again()
    {
        await _bench.StartAsync(isStoreOpen: false);
        var answer = _bench.SendAsync(HookBench.Push("{}", "d"));

        await Wait.UntilAsync(() =>
        {
            _bench.Clock.Advance(TimeSpan.FromSeconds(1));
            return answer.IsCompleted;
        });

        (await answer).Should().Be("503 (retry after 10) The delivery was not kept, because the store does not take it now. Come again.");
    }

    [Fact]
    public async Task Nothing_is_taken_while_too_much_waits()
    {
        _bench.Options.MaxSize = new ByteSize(1024 * 1024);
        await _bench.StartAsync();
        (await _bench.SendAsync(HookBench.Push(new string(' ', 1024 * 1024), "d1"))).Should().StartWith("202");
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));

        (await _bench.SendAsync(HookBench.Push("{}", "d2"))).Should().StartWith("503 (retry after 10)");

        var waiting = await _bench.Store.Inbox.ReadWaitingAsync("github", [], 10, Cancellation);
        await _bench.Store.Inbox.RecordAsync([new ProcessedDelivery(waiting[0].Id, InboxState.Ignored, "", 1, _bench.Clock.GetUtcNow())], Cancellation);
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        (await _bench.SendAsync(HookBench.Push("{}", "d2"))).Should().StartWith("202");
    }

    [Fact]
    public async Task Many_at_once_are_each_taken_once()
    {
        await _bench.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => SendUntilTakenAsync($"d{number % 100}")));

        answers.Count(answer => answer.StartsWith("202", StringComparison.Ordinal)).Should().Be(100);
        (await _bench.ReadAsync()).Select(row => row.Delivery).Should().BeEquivalentTo(Enumerable.Range(0, 100).Select(number => $"d{number}"));
    }

    private async Task<string> SendUntilTakenAsync(string delivery)
    {
        while (true)
        {
            var answer = await _bench.SendAsync(HookBench.Push("{}", delivery));
            if (!answer.StartsWith("503", StringComparison.Ordinal)) return answer;
        }
    }

    /// <summary>A connection whose request has the only place.</summary>
    private async Task<TcpClient> OccupyAsync(string text)
    {
        while (true)
        {
            var connection = await _bench.ConnectAsync(text);
            // It is answered only when a probe had the place before it.
            while (connection.Available == 0)
                if ((await _bench.SendAsync(HookBench.Push("{}", "probe", secret: "wrong"))).StartsWith("503", StringComparison.Ordinal)) return connection;
            connection.Dispose();
        }
    }

    private static string Head(string source, int length) =>
        $"POST /hooks/{source} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n";

    private static HttpRequestMessage Post(string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/github") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return request;
    }

    private static HttpRequestMessage Flux(string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/lab") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Signature", Deliveries.Signature(body));
        return request;
    }
}
