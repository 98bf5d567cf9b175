using System.Text;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Senders;

namespace GrafanaGitOps.Service.Tests.Senders;

/// <summary>Whatever is sent, it is understood, of no use, or named as unreadable; nothing else comes out, and nothing long.</summary>
public sealed class HostilePayloadTests
{
    private const int Rounds = 3_000;

    private readonly Random _random = new(20261128);

    private static IEnumerable<(string Sender, string Event, string Body)> Seeds =>
    [
        ("github", "push", Deliveries.GitHubPush),
        ("gitea", "push", Deliveries.GitHubPush),
        ("gitlab", "Push Hook", """
            {"event_name":"push","ref":"refs/heads/main","before":"0","after":"1113728f27ae82c7b1a177c8d03f9e96e0adf246","user_username":"alice",
             "project":{"git_http_url":"https://gitlab.example.com/org/shop.git","default_branch":"main"}}
            """),
        ("flux", "event", """
            {"involvedObject":{"kind":"Kustomization","namespace":"flux-system","name":"apps"},"severity":"info","timestamp":"2026-11-28T11:58:28Z",
             "message":"done","reason":"ReconciliationSucceeded","metadata":{"cluster":"lab","revision":"main@sha1:1"}}
            """),
    ];

    [Fact]
    public void Bytes_that_were_changed_at_random_do_no_harm()
    {
        foreach (var (sender, name, body) in Seeds)
        {
            for (var round = 0; round < Rounds; round++)
            {
                var bytes = Encoding.UTF8.GetBytes(body);
                for (var changes = _random.Next(1, 6); changes > 0; changes--) bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
                Try(sender, name, bytes.AsMemory(0, _random.Next(4) == 0 ? _random.Next(bytes.Length) : bytes.Length));
            }
        }
    }

    [Fact]
    public void Values_of_any_kind_and_length_do_no_harm()
    {
        var values = new Func<JsonNode?>[]
        {
            () => null, () => true, () => -1.5e300, () => "", () => new string('x', 200_000), () => "a\0b\u001b[31m\n", () => new JsonArray(1, "x"),
            () => new JsonObject { ["x"] = 1 }, () => "https://" + new string('a', 100_000) + "@host/p", () => "refs/heads/" + new string('\u202e', 5_000),
        };
        foreach (var (sender, name, body) in Seeds)
        {
            for (var round = 0; round < Rounds / 10; round++)
            {
                var payload = JsonNode.Parse(body)!.AsObject();
                Replace(payload, values);
                if (_random.Next(2) == 0) Replace(payload, values);
                Try(sender, name, Encoding.UTF8.GetBytes(payload.ToJsonString()));
            }
        }
    }

    [Fact]
    public void Depth_without_end_is_refused() =>
        FluentActions.Invoking(() => Deliveries.Understand("github", "push", string.Concat(Enumerable.Repeat("""{"x":""", 100_000))))
            .Should().Throw<UnreadableHookException>();

    [Fact]
    public void Half_a_surrogate_is_refused() =>
        FluentActions.Invoking(() => Deliveries.Understand("github", "push", """{"ref":"refs/heads/\ud800"}""")).Should().Throw<UnreadableHookException>();

    private void Replace(JsonObject node, Func<JsonNode?>[] values)
    {
        var key = node.Select(pair => pair.Key).ElementAt(_random.Next(node.Count));
        if (node[key] is JsonObject { Count: > 0 } inner && _random.Next(3) > 0) Replace(inner, values);
        else node[key] = values[_random.Next(values.Length)]();
    }

    private static void Try(string sender, string name, ReadOnlyMemory<byte> body)
    {
        try
        {
            var meaning = SenderTable.Find(sender)!.Understand(new TakenHook(name, null, body));
            meaning.ToString().Length.Should().BeLessThan(60_000);
            if (meaning is BranchPush push) string.Concat([push.Branch, push.Pusher]).Any(char.IsControl).Should().BeFalse();
        }
        catch (UnreadableHookException exception)
        {
            exception.Message.Length.Should().BeLessThan(500);
        }
    }
}
