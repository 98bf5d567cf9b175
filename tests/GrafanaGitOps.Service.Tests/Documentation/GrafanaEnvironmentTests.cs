using System.Text.Json;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Documentation;

/// <summary>
/// Grafana's environment overrides only keys that stand in one of its ini files, and reaches a plugin only when it is forwarded. Whatever
/// the repository says of it is held to that here, because no Grafana can be asked where the tests run.
/// </summary>
public sealed partial class GrafanaEnvironmentTests
{
    /// <summary>What stands in Grafana's own <c>conf/defaults.ini</c>, of the sections and keys that we name.</summary>
    private static readonly string[] Overridable =
    [
        "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES", "GF_ANALYTICS_CHECK_FOR_UPDATES", "GF_ANALYTICS_REPORTING_ENABLED",
        "GF_AUTH_ANONYMOUS_ENABLED", "GF_AUTH_ANONYMOUS_ORG_ROLE", "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH",
        "GF_PATHS_DATA", "GF_PATHS_LOGS", "GF_PATHS_PLUGINS", "GF_PATHS_PROVISIONING",
        "GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS", "GF_PLUGINS_FORWARD_HOST_ENV_VARS", "GF_PLUGINS_PREINSTALL_DISABLED",
        "GF_SECURITY_ADMIN_PASSWORD", "GF_SERVER_HTTP_ADDR", "GF_SERVER_HTTP_PORT",
    ];

    /// <summary>What Grafana makes of the keys of our section, without the plugin's id.</summary>
    private static readonly string[] FromOurSection = ["GF_PLUGIN_COMPANION_ADDRESS", "GF_PLUGIN_CONFIG", "GF_PLUGIN_DATA_DIRECTORY"];

    private static readonly string[] NotOurs = [".git", "bin", "obj", "node_modules", "dist", "artifacts", "test-results"];

    private static readonly List<(string Name, string Text)> Texts = [.. Read(Repository.Root)];

    private static string Id => JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "plugin", "src", "plugin.json")))
        .RootElement.GetProperty("id").GetString()!;

    [Fact]
    public void Every_variable_of_Grafana_is_one_that_it_reads()
    {
        var named = Texts.SelectMany(file => Variable().Matches(file.Text).Select(match => $"{match.Value} in {file.Name}"));

        named.Where(name => !Overridable.Concat(FromOurSection).Contains(name.Split(' ')[0])).Should().BeEmpty();
        named.Should().Contain("GF_PLUGINS_FORWARD_HOST_ENV_VARS in Dockerfile");
    }

    [Fact]
    public void Where_the_environment_has_the_address_it_is_forwarded_to_the_plugin()
    {
        var setting = Texts.Where(file => Address().IsMatch(file.Text)).ToList();

        setting.Select(file => file.Name).Should().Contain(["README.md", "docker-compose.yml", "scripts/demo-story.sh"]);
        // The compose file's Grafana is the image's.
        setting.Where(file => file.Name != "docker-compose.yml").Should().OnlyContain(
            file => file.Text.Contains("GF_PLUGINS_FORWARD_HOST_ENV_VARS", StringComparison.Ordinal) && file.Text.Contains(Id, StringComparison.Ordinal));
        Texts.Single(file => file.Name == "docker-compose.yml").Text.Should().Contain("{context: ., target: grafana}");
    }

    [Fact]
    public void Sections_of_the_ini_file_bear_the_plugins_id() =>
        Texts.SelectMany(file => Section().Matches(file.Text)).Select(match => match.Groups["id"].Value).Distinct().Should().Equal(Id);

    private static IEnumerable<(string Name, string Text)> Read(string folder) =>
        Directory.EnumerateFiles(folder).Where(file => Array.TrueForAll([".png", ".arrow"], end => !file.EndsWith(end, StringComparison.Ordinal)))
            .Select(file => (Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File.ReadAllText(file)))
            .Concat(Directory.EnumerateDirectories(folder).Where(inner => !NotOurs.Contains(Path.GetFileName(inner))).SelectMany(Read));

    // A name that ends with an underscore is the beginning of many.
    [GeneratedRegex(@"\bGF_[A-Z0-9_]*[A-Z0-9]\b(?!_)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\bGITOPS_COMPANION_ADDRESS[=:]")]
    private static partial Regex Address();

    [GeneratedRegex(@"\[plugin\.(?<id>[a-z-]+)\]")]
    private static partial Regex Section();
}
