using System.Security.Cryptography;
using System.Text;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Senders;

namespace GrafanaGitOps.Service.Inbox;

/// <summary>What happened by the word of a delivery.</summary>
internal static class HookActivity
{
    /// <summary>How old an event may say that it is: Flux and git hosts try again for hours, and nothing older is believed.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(7);

    /// <summary>How far the sender's clock may be ahead of ours.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>Null for what is no event.</summary>
    public static Activity? Of(string source, long receivedAt, Meaning? meaning)
    {
        var received = DateTimeOffset.FromUnixTimeMilliseconds(receivedAt);
        return meaning switch
        {
            BranchPush push => Of(source, received, push),
            OperatorEvent told => Of(source, received, told),
            _ => null,
        };
    }

    private static Activity Of(string source, DateTimeOffset received, BranchPush push) => new()
    {
        At = received,
        Kind = ActivityKind.Push,
        Source = source,
        Key = Hash(push.Urls[0], push.Branch, push.Before, push.After),
        Title = push.Describe(),
        Actor = push.Pusher,
        Repository = push.Urls[0],
        Revision = push.After,
        Evidence = Words(("branch", push.Branch), ("before", push.Before), ("after", push.After)),
    };

    private static Activity Of(string source, DateTimeOffset received, OperatorEvent told) => new()
    {
        At = told.At is { } at && at > received - Oldest && at < received + Ahead ? at : received,
        Kind = ActivityKind.OperatorEvent,
        Source = source,
        Key = Hash(told.Cluster, told.Kind, told.Namespace, told.Name, told.Reason, told.Revision, told.Message),
        Title = $"{told.Kind} {told.Namespace}/{told.Name}: {told.Reason ?? told.Message}",
        HasFailed = told.IsError ? true : null,
        Object = new ActivityObject(told.Cluster, told.Kind, told.Namespace, told.Name),
        Revision = told.Revision,
        Evidence = Words(("reason", told.Reason), ("message", told.Message)),
    };

    private static Dictionary<string, string> Words(params (string Name, string? Word)[] words) =>
        words.Where(word => word.Word is not null).ToDictionary(word => word.Name, word => word.Word!);

    /// <summary>Texts may be longer than a key.</summary>
    private static string Hash(params string?[] words) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', words))))[..32];
}
