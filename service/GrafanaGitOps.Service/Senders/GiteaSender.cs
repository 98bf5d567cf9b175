namespace GrafanaGitOps.Service.Senders;

/// <summary>Gitea and Forgejo, which sends Gitea's headers beside its own.</summary>
internal static class GiteaSender
{
    public static Sender Definition { get; } = new("gitea")
    {
        FindProblem = (request, secret) => Proof.OfSignature(request, "X-Gitea-Signature", secret),
        Event = request => request.Header("X-Gitea-Event"),
        DeliveryId = request => request.Header("X-Gitea-Delivery"),
        Read = hook => hook.Event == "push" ? PushPayload.Read(hook) : new NotUsed("Of Gitea, push is used."),
    };
}
