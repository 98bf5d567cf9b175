namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>Where the credential of a cluster comes from. It may change at any time.</summary>
internal abstract class CredentialSource
{
    public abstract ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>The server refused this credential: the next <see cref="GetAsync"/> gets a new one if there is one.</summary>
    public abstract void Expire(Credential refused);
}
