using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using GrafanaGitOps.Protocol.Plugin;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

public sealed class PluginManifestTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "plugin", "src");
    private static readonly string[] Abilities = ["backend", "alerting", "annotations", "logs", "metrics", "streaming"];

    private readonly JsonElement _manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "plugin.json"))).RootElement;

    [Fact]
    public void Manifest_identity_isTheDesigns()
    {
        Assert.Equal("gitops-companion-datasource", _manifest.GetProperty("id").GetString());
        Assert.Equal("gpx_gitops_companion", _manifest.GetProperty("executable").GetString());
        Assert.Equal("GitOps", _manifest.GetProperty("name").GetString());
        Assert.Equal("datasource", _manifest.GetProperty("type").GetString());
        Assert.Equal(">=11.6.0", _manifest.GetProperty("dependencies").GetProperty("grafanaDependency").GetString());
        Assert.All(Abilities, ability => Assert.True(_manifest.GetProperty(ability).GetBoolean()));
    }

    [Fact]
    public void Manifest_info_hasWhatGrafanaDemands()
    {
        var info = _manifest.GetProperty("info");

        // Filled in when the plugin is packed.
        Assert.Equal("%VERSION%", info.GetProperty("version").GetString());
        Assert.Equal("%TODAY%", info.GetProperty("updated").GetString());
        Assert.NotEmpty(info.GetProperty("keywords").EnumerateArray());
        Assert.All(info.GetProperty("logos").EnumerateObject(), logo => XDocument.Load(Path.Combine(Folder, logo.Value.GetString()!)));
    }

    [Theory]
    [InlineData("plugin/src/types.ts", "  {0}?: string;")]
    [InlineData("plugin/src/components/ConfigEditor.tsx", "secureJsonData: {{ ...options.secureJsonData, {0} }}")]
    [InlineData("provisioning/datasources/gitops.yaml", "      {0}: $")]
    public void Token_hasOneName_whereItIsWrittenAndWhereItIsRead(string file, string line) =>
        Assert.Contains(
            string.Format(CultureInfo.InvariantCulture, line, CompanionToken.SettingsKey), File.ReadAllText(Path.Combine(Repository.Root, file)), StringComparison.Ordinal);
}
