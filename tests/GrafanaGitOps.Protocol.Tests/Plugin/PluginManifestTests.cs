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
        _manifest.GetProperty("id").GetString().Should().Be("gitops-companion-datasource");
        _manifest.GetProperty("executable").GetString().Should().Be("gpx_gitops_companion");
        _manifest.GetProperty("name").GetString().Should().Be("GitOps");
        _manifest.GetProperty("type").GetString().Should().Be("datasource");
        _manifest.GetProperty("dependencies").GetProperty("grafanaDependency").GetString().Should().Be(">=11.6.0");
        Abilities.Should().AllSatisfy(ability => _manifest.GetProperty(ability).GetBoolean().Should().BeTrue());
    }

    [Fact]
    public void Manifest_info_hasWhatGrafanaDemands()
    {
        var info = _manifest.GetProperty("info");

        // Filled in when the plugin is packed.
        info.GetProperty("version").GetString().Should().Be("%VERSION%");
        info.GetProperty("updated").GetString().Should().Be("%TODAY%");
        info.GetProperty("keywords").EnumerateArray().Should().NotBeEmpty();
        info.GetProperty("logos").EnumerateObject().Should().AllSatisfy(logo => XDocument.Load(Path.Combine(Folder, logo.Value.GetString()!)));
    }

    [Theory]
    [InlineData("plugin/src/types.ts", "  {0}?: string;")]
    [InlineData("plugin/src/components/ConfigEditor.tsx", "secureJsonData: {{ ...options.secureJsonData, {0} }}")]
    [InlineData("provisioning/datasources/gitops.yaml", "      {0}: $")]
    public void Token_hasOneName_whereItIsWrittenAndWhereItIsRead(string file, string line) =>
        File.ReadAllText(Path.Combine(Repository.Root, file)).Should().Contain(
            string.Format(CultureInfo.InvariantCulture, line, CompanionToken.SettingsKey));
}
