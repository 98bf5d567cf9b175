namespace GrafanaGitOps.Service.Senders;

/// <summary>GitHub: webhooks of a repository, an organization or an App, as <c>application/json</c>.</summary>
internal static class GitHubSender
{
    public static Sender Definition { get; } = new("github")
    {
        FindProblem = (request, secret) => Proof.OfSignature(request, "X-Hub-Signature-256", secret),
        Event = request => request.Header("X-GitHub-Event"),
        DeliveryId = request => request.Header("X-GitHub-Delivery"),
        Read = hook => hook.Event switch
        {
            "push" => PushPayload.Read(hook),
            "ping" => new NotUsed("GitHub only asked whether it is heard."),
            _ => new NotUsed("Of GitHub, push is used."),
        },
    };
}
