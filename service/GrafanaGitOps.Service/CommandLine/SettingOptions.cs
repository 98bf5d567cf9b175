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

    public SettingOptions(RootCommand root)
    {
        root.Add(_config);
        foreach (var option in _everywhere.Keys) root.Add(option);
    }

    public IEnumerable<Option> ForServing => [.. _serving.Keys, _repositories];

    public ServiceOptions Load(ParseResult parsed)
    {
        var given = _everywhere.Concat(_serving).Where(pair => parsed.GetResult(pair.Key) is not null)
            .Select(pair => (pair.Key.Name, pair.Value, parsed.GetValue(pair.Key) ?? "")).ToList();
        foreach (var repository in parsed.GetResult(_repositories) is null ? [] : parsed.GetValue(_repositories) ?? [])
            given.Add((_repositories.Name, "git.repositories.+.url", Locate(repository)));
        return OptionsLoader.Load(parsed.GetValue(_config), ProcessEnvironment.Read(), new ServiceOptions(), given);
    }

    /// <summary>A folder is meant from where the person stands, not from where git will run.</summary>
    private static string Locate(string repository) => Directory.Exists(repository) ? Path.GetFullPath(repository) : repository;
}
