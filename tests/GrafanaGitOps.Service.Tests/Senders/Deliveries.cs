using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GrafanaGitOps.Service.Senders;
using Microsoft.AspNetCore.Http;

namespace GrafanaGitOps.Service.Tests.Senders;

/// <summary>Deliveries as their senders make them.</summary>
internal static class Deliveries
{
    public const string Secret = "a secret of the tests";

    public static byte[] Key { get; } = Encoding.UTF8.GetBytes(Secret);

    public static string GitHubPush { get; } = """
        {"ref":"refs/heads/main","before":"6113728f27ae82c7b1a177c8d03f9e96e0adf246","after":"1113728f27ae82c7b1a177c8d03f9e96e0adf246",
         "repository":{"clone_url":"https://github.com/org/shop.git","ssh_url":"git@github.com:org/shop.git","default_branch":"main"},
         "pusher":{"name":"alice","email":"alice@example.com"}}
        """;

    public static HookRequest Request(string body, params (string Name, string Value)[] headers) => Request(Encoding.UTF8.GetBytes(body), headers);

    public static HookRequest Request(byte[] body, params (string Name, string Value)[] headers)
    {
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers) all.Append(name, value);
        return new HookRequest(all, body);
    }

    public static string Signature(string body, string secret = Secret) => Signature(Encoding.UTF8.GetBytes(body), secret);

    public static string Signature(byte[] body, string secret = Secret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>What the sender of that name takes it for.</summary>
    public static Meaning Understand(string sender, string @event, string body, string? cluster = null) =>
        SenderTable.Find(sender)!.Understand(new TakenHook(@event, cluster, Encoding.UTF8.GetBytes(body)));

    /// <summary>The posts of Flux's notification-controller that were recorded, but those for OTLP.</summary>
    public static IReadOnlyList<RecordedPost> Recorded() =>
    [
        .. File.ReadLines(Repository.SharedFixture("recorded/notifications/flux-notification-controller.jsonl")).Select(RecordedPost.Parse)
            .Where(post => post.Path.StartsWith("/generic", StringComparison.Ordinal)),
    ];
}

/// <summary>A post as it was recorded.</summary>
internal sealed record RecordedPost(string Path, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>False where paths of the machine that recorded it were taken out of the body, so that the signature is another one's.</summary>
    public bool IsWhole => Encoding.UTF8.GetByteCount(Body) == int.Parse(Headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture);

    public HookRequest Request => Deliveries.Request(Body, [.. Headers.Select(header => (header.Key, header.Value))]);

    public static RecordedPost Parse(string line)
    {
        var post = JsonElement.Parse(line);
        return new RecordedPost(
            post.GetProperty("path").GetString()!, post.GetProperty("body").GetString()!,
            post.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!));
    }
}
