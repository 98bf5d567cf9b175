using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>One cluster and how to reach it (<c>kubernetes.clusters[]</c>).</summary>
public sealed partial class ClusterOptions
{
    /// <summary>What frames call the cluster. Default the context's name, or <c>in-cluster</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Kubeconfig file. Default the files that KUBECONFIG lists, merged, or <c>~/.kube/config</c>.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>Context of the kubeconfig. Default its current context.</summary>
    public string? Context { get; set; }

    /// <summary>Uses the service account of the pod that this program runs in, instead of a kubeconfig. Default false.</summary>
    public bool InCluster { get; set; }

    /// <summary>
    /// Namespaces to read, each with requests of its own, so that rights in these namespaces are enough.
    /// Empty, the default, reads all namespaces at once, which needs a ClusterRole.
    /// </summary>
    public List<string> Namespaces { get; set; } = [];

    /// <summary>
    /// Danger: accepts any server certificate, so that whoever is on the way can read the token. Default false;
    /// a kubeconfig's <c>insecure-skip-tls-verify</c> alone is not enough.
    /// </summary>
    public bool InsecureSkipTlsVerify { get; set; }

    /// <summary>Proxy for this cluster: an http, https, socks4 or socks5 URL. Default the kubeconfig's <c>proxy-url</c>, else HTTPS_PROXY and NO_PROXY.</summary>
    public string? Proxy { get; set; }

    internal string DisplayName => Name ?? (InCluster ? "in-cluster" : Context ?? "current context");

    /// <summary>Adds every mistake to <paramref name="errors"/>, each with its key under <paramref name="key"/>.</summary>
    public void Validate(string key, ICollection<string> errors)
    {
        if (Name is { Length: 0 }) errors.Add($"{key}.name must not be empty: leave it out for the context's name.");
        if (InCluster && Kubeconfig is not null) errors.Add($"{key}.kubeconfig cannot be combined with {key}.inCluster: choose one.");
        if (InCluster && Context is not null) errors.Add($"{key}.context cannot be combined with {key}.inCluster: contexts belong to kubeconfig files.");
        if (Kubeconfig is { } file && !File.Exists(file)) errors.Add($"{key}.kubeconfig: {file} is not there or cannot be read.");
        if (Proxy is not null && !ClusterProxy.TryParse(Proxy, out _))
            errors.Add($"{key}.proxy must be an http, https, socks4 or socks5 URL.");
        for (var index = 0; index < Namespaces.Count; index++)
        {
            if (!NamespaceName().IsMatch(Namespaces[index]))
                errors.Add($"{key}.namespaces[{index}] \"{Namespaces[index]}\" is not a namespace's name.");
        }
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex NamespaceName();
}
