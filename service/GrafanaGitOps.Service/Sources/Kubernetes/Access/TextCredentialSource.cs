namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>Token and client certificate written in the kubeconfig or in files that it names; files are read again as they rotate.</summary>
internal sealed class TextCredentialSource(TextSource? token, TextSource? certificate, TextSource? key) : CredentialSource
{
    public override ValueTask<Credential> GetAsync(CancellationToken cancellationToken) =>
        new(new Credential(token?.Read().Trim(), certificate?.Read(), key?.Read()));

    public override void Expire(Credential refused)
    {
        token?.Expire();
        certificate?.Expire();
        key?.Expire();
    }
}
