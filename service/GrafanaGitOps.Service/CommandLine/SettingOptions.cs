using System.CommandLine;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Hosting;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>The settings that the command line can lay over file and environment.</summary>
internal sealed class SettingOptions
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = $"Configuration file (YAML); default the one that {OptionsLoader.FileVariable} names",
        Recursive = true,
    };

    private readonly Dictionary<Option<string?>, string> _everywhere = new()
    {
        [new("--data-directory") { Description = "Folder of the embedded store and the clones; default data", Recursive = true }] = "dataDirectory",
        [new("--log-level") { Description = "trace, debug, information, warning or error", Recursive = true }] = "logging.level",
        [new("--log-format") { Description = "text or json", Recursive = true }] = "logging.format",
    };

    private readonly Dictionary<Option<string?>, string> _serving = new()
    {
        [new("--plugin-address") { Description = "Where Grafana's plugin protocol is served; default 127.0.0.1:10510" }] = "plugin.address",
        [new("--http-address") { Description = "Where /metrics, /healthz and /readyz are served; default 127.0.0.1:8080" }] = "http.address",
    };

    private readonly Option<string[]> _repositories = new("--repository")
    {
        Description = "URL or folder of a git repository to watch; may be given several times",
    };

    // Together they describe one cluster, beside those of the file.
    private readonly Dictionary<Option<string?>, string> _cluster = new()
    {
        [new("--kubeconfig") { Description = "Kubeconfig file of a cluster to watch" }] = "kubeconfig",
        [new("--context") { Description = "Context of the kubeconfig; default its current context" }] = "context",
        [new("--cluster-name") { Description = "What to call the cluster; default the context's name, or in-cluster" }] = "name",
    };

    private readonly Option<bool> _inCluster = new("--in-cluster")
    {
        Description = "Watch the cluster that this runs in, by the pod's service account",
    };

    public SettingOptions(RootCommand root)
    {
        root.Add(_config);
        foreach (var option in _everywhere.Keys) root.Add(option);
    }

    /// <summary>Where a service listens.</summary>
    public IEnumerable<Option> Addresses => _serving.Keys;

    public IEnumerable<Option> ForServing => [.. _serving.Keys, _repositories, .. _cluster.Keys, _inCluster];

    public ServiceOptions Load(ParseResult parsed) => Load(parsed, parsed.GetValue(_config), new ServiceOptions());

    /// <summary>With this file in place of the one that the command line or the environment names.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="file">Null for none; empty reads none, whatever the environment names.</param>
    /// <param name="defaults">What holds where nobody says anything.</param>
    public ServiceOptions Load(ParseResult parsed, string? file, ServiceOptions defaults)
    {
        var given = _everywhere.Concat(_serving).Where(pair => parsed.GetResult(pair.Key) is not null)
            .Select(pair => (pair.Key.Name, pair.Value, parsed.GetValue(pair.Key) ?? "")).ToList();
        foreach (var repository in parsed.GetResult(_repositories) is null ? [] : parsed.GetValue(_repositories) ?? [])
            given.Add((_repositories.Name, "git.repositories.+.url", Locate(repository)));
        given.AddRange(Cluster(parsed));
        return OptionsLoader.Load(file, ProcessEnvironment.Read(), defaults, given);
    }

    /// <summary>Whether the command line names a configuration file.</summary>
    public bool NamesFile(ParseResult parsed) => parsed.GetValue(_config) is not null;

    private IEnumerable<(string Source, string Path, string Value)> Cluster(ParseResult parsed)
    {
        var entry = "+";
        foreach (var (option, key) in _cluster)
        {
            if (parsed.GetResult(option) is null) continue;
            var value = parsed.GetValue(option) ?? "";
            if (key == "kubeconfig" && value.Length > 0) value = Path.GetFullPath(value);
            yield return (option.Name, $"kubernetes.clusters.{entry}.{key}", value);
            entry = "^";
        }

        if (parsed.GetResult(_inCluster) is not null && parsed.GetValue(_inCluster))
            yield return (_inCluster.Name, $"kubernetes.clusters.{entry}.inCluster", "true");
    }

    /// <summary>A folder is meant from where the person stands, not from where git will run.</summary>
    private static string Locate(string repository) => Directory.Exists(repository) ? Path.GetFullPath(repository) : repository;
}
