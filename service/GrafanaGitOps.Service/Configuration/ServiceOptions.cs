using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Operators;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Configuration;

/// <summary>Everything that can be set; a key of the file is the camelCase path of its property, such as <c>plugin.address</c>.</summary>
public sealed class ServiceOptions
{
    /// <summary>Folder of the embedded store and of the git clones (<c>dataDirectory</c>). Default <c>data</c> under the current folder.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Where the ledger is kept (<c>storage</c>).</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>The port for metrics, probes and what is pushed to us (<c>http</c>).</summary>
    public HttpOptions Http { get; set; } = new();

    /// <summary>The port that Grafana calls (<c>plugin</c>).</summary>
    public PluginOptions Plugin { get; set; } = new();

    /// <summary>What is pushed to us (<c>hooks</c>).</summary>
    public HookOptions Hooks { get; set; } = new();

    /// <summary>The git repositories (<c>git</c>).</summary>
    public GitOptions Git { get; set; } = new();

    /// <summary>The clusters (<c>kubernetes</c>).</summary>
    public KubernetesOptions Kubernetes { get; set; } = new();

    /// <summary>The operators, each a section under its own name (<c>argocd</c>, <c>flux</c>).</summary>
    public IReadOnlyDictionary<string, OperatorOptions> Operators { get; } = SourceTable.CreateOptions();

    /// <summary>Where applications belong, and how long they may lag behind (<c>environments</c>).</summary>
    public EnvironmentOptions Environments { get; set; } = new();

    /// <summary>What is logged, and how (<c>logging</c>).</summary>
    public LoggingOptions Logging { get; set; } = new();

    /// <summary>Limits of queries (<c>queries</c>).</summary>
    public QueryOptions Queries { get; set; } = new();

    /// <summary>What concerns the sources.</summary>
    internal SourceOptions Sources => new(Git, Kubernetes, Operators, Environments, DataDirectory);

    /// <summary>Adds every error of every section, each beginning with its key.</summary>
    public void Validate(ICollection<string> errors)
    {
        if (string.IsNullOrWhiteSpace(DataDirectory)) errors.Add("dataDirectory must name a folder.");
        Storage.Validate("storage", errors);
        Http.Validate("http", Plugin, errors);
        Plugin.Validate("plugin", errors);
        Hooks.Validate("hooks", Http, errors);
        Git.Validate("git", errors);
        Kubernetes.Validate("kubernetes", errors);
        foreach (var (name, section) in Operators) section.Validate(name, errors);
        Environments.Validate("environments", errors);
        Queries.Validate("queries", errors);
    }
}
