using System.Net;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>Settings of a cluster from a context of a kubeconfig.</summary>
internal static class KubeconfigReader
{
    public static ClusterSettings Read(ClusterOptions options, TimeProvider timeProvider)
    {
        var files = KubeconfigFiles.Load(options.Kubeconfig);
        var contextName = options.Context ?? files.CurrentContext
            ?? throw new KubernetesException($"{files.Description} has no current-context: set context of cluster {options.DisplayName}.");
        var context = files.Find("contexts", contextName)
            ?? throw new KubernetesException($"{files.Description} has no context \"{contextName}\".");
        var cluster = Referenced(files, context, "clusters", "cluster");
        var user = context.Text("user") is null ? null : Referenced(files, context, "users", "user");
        return new ClusterSettings
        {
            Name = options.Name ?? contextName,
            Server = ReadServer(cluster),
            TlsServerName = cluster.Text("tls-server-name"),
            CertificateAuthority = cluster.Pem("certificate-authority", timeProvider),
            InsecureSkipTlsVerify = ReadInsecure(options, cluster),
            Proxy = ReadProxy(options, cluster),
            Credentials = ReadCredentials(user, cluster, timeProvider),
        };
    }

    private static KubeconfigEntry Referenced(KubeconfigFiles files, KubeconfigEntry context, string list, string key)
    {
        var name = context.Text(key) ?? throw new KubernetesException($"{context.Description} names no {key}.");
        return files.Find(list, name) ?? throw new KubernetesException($"{context.Description} names the {key} \"{name}\", which is not there.");
    }

    private static Uri ReadServer(KubeconfigEntry cluster)
    {
        if (!Uri.TryCreate(cluster.Text("server"), UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http") || server.UserInfo.Length > 0)
            throw new KubernetesException($"server in {cluster.Description} must be an http or https URL without user and password.");
        return server;
    }

    private static bool ReadInsecure(ClusterOptions options, KubeconfigEntry cluster)
    {
        if (!cluster.Flag("insecure-skip-tls-verify") || options.InsecureSkipTlsVerify) return options.InsecureSkipTlsVerify;
        throw new KubernetesException(
            $"{cluster.Description} asks to skip the check of the server's certificate: give its certificate-authority, or set insecureSkipTlsVerify of this cluster too.");
    }

    private static WebProxy? ReadProxy(ClusterOptions options, KubeconfigEntry cluster)
    {
        if ((options.Proxy ?? cluster.Text("proxy-url")) is not { } text) return null;
        return ClusterProxy.TryParse(text, out var proxy)
            ? proxy
            : throw new KubernetesException($"proxy-url in {cluster.Description} must be an http, https, socks4 or socks5 URL.");
    }

    private static CredentialSource ReadCredentials(KubeconfigEntry? user, KubeconfigEntry cluster, TimeProvider timeProvider)
    {
        if (user is null) return new TextCredentialSource(null, null, null);
        if (user.Text("username") is not null)
            throw new KubernetesException($"{user.Description} has user name and password, which Kubernetes 1.19 removed: use a token, a certificate or exec.");
        if (user.Child("auth-provider") is not null)
            throw new KubernetesException($"{user.Description} has an auth-provider, which Kubernetes 1.26 removed: use exec.");
        if (user.Child("exec") is { } exec) return new ExecCredentialSource(ExecPlugin.Read(exec, cluster), timeProvider);

        var certificate = user.Pem("client-certificate", timeProvider);
        var key = user.Pem("client-key", timeProvider);
        if (certificate is null != key is null)
            throw new KubernetesException($"{user.Description} must have both client-certificate and client-key, or neither.");
        // As kubectl does: the file wins, because it rotates.
        var token = user.Text("tokenFile") is { } file ? TextSource.File(user.ResolvePath(file), timeProvider)
            : user.Text("token") is { } text ? TextSource.Inline(text) : null;
        return new TextCredentialSource(token, certificate, key);
    }
}
