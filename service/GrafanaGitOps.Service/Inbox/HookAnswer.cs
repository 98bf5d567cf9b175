using GrafanaGitOps.Service.Storage.Inbox;

namespace GrafanaGitOps.Service.Inbox;

/// <summary>What a sender is told.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Outcome">For metrics; one of a few words.</param>
/// <param name="Text">What happened and what to do, for people; for what was taken, JSON.</param>
public sealed record HookAnswer(int Status, string Outcome, string Text)
{
    /// <summary>When to come again; null when that would not help, or need not be.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A refusal that another try may not meet.</summary>
    public static HookAnswer Later(int status, string outcome, string text, int seconds) =>
        new(status, outcome, text) { RetryAfter = TimeSpan.FromSeconds(seconds) };

    /// <summary>It is durable, since now or since it first came.</summary>
    internal static HookAnswer Taken(TakenDelivery taken) => taken.IsNew
        ? new(202, "taken", $$"""{"id":{{taken.Id}},"duplicate":false}""")
        : new(200, "duplicate", $$"""{"id":{{taken.Id}},"duplicate":true,"message":"already taken"}""");
}
