namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>What proves who we are: a bearer token, a client certificate with its key (PEM), both or neither.</summary>
internal sealed record Credential(string? Token, string? Certificate, string? Key)
{
    // The generated text would print token and key.
    public override string ToString() => nameof(Credential);
}
