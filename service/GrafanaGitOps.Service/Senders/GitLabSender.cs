using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrafanaGitOps.Service.Senders;

/// <summary>GitLab: webhooks of a project or a group, and system hooks.</summary>
internal static class GitLabSender
{
    public static Sender Definition { get; } = new("gitlab")
    {
        FindProblem = (request, secret) => Proof.OfToken(request, "X-Gitlab-Token", secret),
        Event = request => request.Header("X-Gitlab-Event"),
        DeliveryId = request => request.Header("Idempotency-Key") ?? OfOlderVersions(request),
        Read = hook => hook.Event is "Push Hook" or "System Hook" ? Read(hook) : NoPush(),
    };

    /// <summary>All that follows from one event shares its UUID, so the content tells those apart.</summary>
    private static string? OfOlderVersions(HookRequest request) =>
        request.Header("X-Gitlab-Event-UUID") is { } uuid ? $"{uuid} {request.ContentId()}" : null;

    private static Meaning Read(TakenHook hook)
    {
        var push = JsonSerializer.Deserialize(hook.Body.Span, GitLabJson.Default.GitLabPush);
        if (push?.EventName != "push") return NoPush();
        var project = push.Project;
        return PushPayload.Meaning(
            [project?.GitHttpUrl, project?.GitSshUrl, project?.WebUrl],
            push.Ref, push.Before, push.After, push.UserUsername ?? push.UserName, project?.DefaultBranch);
    }

    private static NotUsed NoPush() => new("Of GitLab, push is used.");
}

internal sealed record GitLabPush(
    string? EventName, string? Ref, string? Before, string? After, string? UserUsername, string? UserName, GitLabProject? Project);

internal sealed record GitLabProject(string? GitHttpUrl, string? GitSshUrl, string? WebUrl, string? DefaultBranch);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GitLabPush))]
internal sealed partial class GitLabJson : JsonSerializerContext;
