using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

/// <summary>An API server with the real CRDs of Argo CD and Flux, our manifests, and a kubeconfig with exactly the role that they give.</summary>
public sealed class OperatorCluster : IAsyncLifetime
{
    private readonly KubernetesApiServer _server = new();
    private ClusterWriter? _writer;
    private string? _kubeconfig;

    /// <summary>The clusters' objects, written as their controllers would.</summary>
    internal ClusterWriter Writer => _writer!;

    /// <summary>Kubeconfig of the companion's service account.</summary>
    public string Kubeconfig => _kubeconfig!;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        if (!_server.IsAvailable) return;
        await InstallAsync();
        var overlay = Path.Combine(Repository.Root, "provisioning", "kubernetes", "overlays", "sqlite");
        await _server.ApplyAsync(await _server.KubectlAsync($"kustomize {overlay}"));
        _writer = new ClusterWriter(_server);
        _kubeconfig = await ServiceAccountAsync("gitops-companion", "gitops");
        foreach (var name in new[] { "argocd", "flux-system", "podinfo", "blue", "green" }) await _writer.CreateNamespaceAsync(name);
    }

    public async ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>To be called by each test that makes no objects of the operators.</summary>
    public KubernetesApiServer Required() => _server.Required();

    /// <summary>To be called by each test first: none of the objects of another test is left.</summary>
    public async Task<KubernetesApiServer> EmptyAsync()
    {
        _server.Required();
        await _writer!.DeleteEverythingAsync();
        return _server;
    }

    /// <summary>Installs the definitions of both operators and waits until they are served.</summary>
    public async Task InstallAsync()
    {
        await _server.KubectlAsync($"apply --server-side --force-conflicts --validate=false -f {Repository.SharedFixture("crds")}");
        await _server.EstablishedAsync();
    }

    /// <summary>A kubeconfig of a service account, which is made if it is not there; by another way to the server, such as a relay, if given.</summary>
    public async Task<string> ServiceAccountAsync(string name, string @namespace, string context = "edge", Uri? url = null)
    {
        var account = $$"""{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "{{name}}", "namespace": "{{@namespace}}"} }""";
        await _server.ApplyAsync(account);
        var token = (await _server.KubectlAsync($"create token {name} -n {@namespace}")).Trim();
        url ??= _server.Url;
        return WriteKubeconfig($"{name}-{url.Port}", context, $"token: \"{token}\"", url);
    }

    /// <summary>A kubeconfig of another user.</summary>
    public string WriteKubeconfig(string name, string context, string user, Uri? url = null)
    {
        var server = (url ?? _server.Url).GetLeftPart(UriPartial.Authority);
        var path = Path.Combine(_server.Folder, $"kubeconfig-{name}");
        File.WriteAllText(path, $$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: test, cluster: {server: "{{server}}", certificate-authority: "{{_server.ServerAuthority}}"} }]
            users: [{name: test, user: { {{user}} } }]
            contexts: [{name: "{{context}}", context: {cluster: test, user: test} }]
            current-context: "{{context}}"
            """);
        return path;
    }

    internal ClusterOptions Options(string? name = null, string? kubeconfig = null) => new() { Name = name, Kubeconfig = kubeconfig ?? Kubeconfig };
}

/// <summary>Tests that share one <see cref="OperatorCluster"/>, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OperatorClusterCollection : ICollectionFixture<OperatorCluster>
{
    public const string Name = "Cluster with operators";
}
