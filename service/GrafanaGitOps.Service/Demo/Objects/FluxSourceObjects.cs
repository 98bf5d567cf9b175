using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Objects;

/// <summary>The GitRepository that a cluster's Kustomizations are made from.</summary>
internal sealed class GitRepositoryObject(string cluster, string url, DateTimeOffset created)
    : DemoObject(ApiKind.GitRepository, new ApplicationKey(cluster, Fleet.Platform), Fleet.FluxNamespace, created)
{
    private DateTimeOffset _fetched = created;

    /// <summary>What was fetched last; null before the first time.</summary>
    public Revision? Revision { get; private set; }

    public void Fetch(Revision revision, DateTimeOffset at) => (Revision, _fetched) = (revision, at);

    /// <summary>As Flux writes revisions of branches.</summary>
    public static string TextOf(Revision revision) => $"main@sha1:{revision.Sha}";

    public override JsonObject Render()
    {
        var text = Revision is null ? "" : TextOf(Revision);
        return Render(
            new JsonObject { ["url"] = url, ["ref"] = new JsonObject { ["branch"] = "main" }, ["interval"] = "1m0s" },
            new JsonObject
            {
                ["observedGeneration"] = Generation,
                ["artifact"] = new JsonObject { ["revision"] = text, ["lastUpdateTime"] = Text(_fetched) },
                ["conditions"] = new JsonArray(Condition("Ready", "True", "Succeeded", $"stored artifact for revision '{text}'", _fetched)),
            });
    }
}

/// <summary>The HelmRepository that a cluster's charts come from.</summary>
internal sealed class HelmRepositoryObject(string cluster, DateTimeOffset created)
    : DemoObject(ApiKind.HelmRepository, new ApplicationKey(cluster, RepositoryName), Fleet.FluxNamespace, created)
{
    private const string RepositoryName = "charts";

    private readonly DateTimeOffset _created = created;

    /// <summary>As charts name it.</summary>
    public static JsonObject Reference => new() { ["kind"] = ApiKind.HelmRepository.Kind, ["name"] = RepositoryName };

    public override JsonObject Render() => Render(
        new JsonObject { ["url"] = "https://charts.example.com/stable", ["interval"] = "1h0m0s" },
        new JsonObject
        {
            ["observedGeneration"] = Generation,
            ["artifact"] = new JsonObject { ["revision"] = $"sha256:{Hash(RepositoryName)}", ["lastUpdateTime"] = Text(_created) },
            ["conditions"] = new JsonArray(Condition("Ready", "True", "Succeeded", "stored the index of the repository", _created)),
        });
}

/// <summary>The HelmChart that Flux makes for a HelmRelease.</summary>
internal sealed class HelmChartObject(string cluster, string release, DateTimeOffset created)
    : DemoObject(ApiKind.HelmChart, new ApplicationKey(cluster, NameOf(release)), Fleet.FluxNamespace, created)
{
    private DateTimeOffset _pulled = created;
    private string _version = "";

    public static string NameOf(string release) => $"{Fleet.FluxNamespace}-{release}";

    public void Pull(string version, DateTimeOffset at)
    {
        (_version, _pulled) = (version, at);
        Generation++;
    }

    public override JsonObject Render() => Render(
        new JsonObject
        {
            ["chart"] = release,
            ["version"] = _version,
            ["sourceRef"] = HelmRepositoryObject.Reference,
            ["interval"] = "10m0s",
        },
        new JsonObject
        {
            ["observedGeneration"] = Generation,
            ["artifact"] = new JsonObject { ["revision"] = _version, ["lastUpdateTime"] = Text(_pulled) },
            ["conditions"] = new JsonArray(Condition(
                "Ready", "True", "ChartPullSucceeded", $"pulled '{release}' chart with version '{_version}'", _pulled)),
        });
}
