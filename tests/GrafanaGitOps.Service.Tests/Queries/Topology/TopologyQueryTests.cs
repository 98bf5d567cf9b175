using System.Text.Json;
using GrafanaGitOps.Service.Queries.Topology;
using GrafanaGitOps.Service.Tests.Queries.Syncs;

namespace GrafanaGitOps.Service.Tests.Queries.Topology;

public sealed class TopologyQueryTests(LedgerFixture ledger) : IClassFixture<LedgerFixture>
{
    [Fact]
    public async Task Topology_shows_where_applications_come_from_and_consist_of() =>
        Golden.Matches("GrafanaGitOps.Service.Tests/Queries/Topology/topology.golden.json", await ledger.AskAsync(TopologyQuery.Definition));

    [Theory]
    [InlineData("none", "")]
    [InlineData("kinds", "ConfigMap Deployment Service")]
    [InlineData("each", "web web web worker")]
    public async Task Resources_are_shown_as_asked_for(string resources, string titles)
    {
        var (nodes, edges) = await GraphAsync(new() { ["resources"] = [resources], ["applications"] = ["argocd/web"] });
        var parts = Column(edges, "mainstat").Zip(Column(edges, "target")).Where(edge => edge.First == "has").Select(edge => edge.Second).ToHashSet();

        var shown = Column(nodes, "id").Zip(Column(nodes, "title"), Column(nodes, "subtitle")).Where(node => parts.Contains(node.First))
            .Select(node => resources == "each" ? node.Second : node.Third == "2 resources" ? node.Second : node.Third);

        string.Join(' ', shown.Order(StringComparer.Ordinal)).Should().Be(titles);
    }

    /// <summary>The shape of Grafana's node graph: see plugin-protocol.md 5.</summary>
    [Fact]
    public async Task Graph_is_what_the_panel_asks_for()
    {
        var (nodes, edges) = await GraphAsync([]);
        var ids = Column(nodes, "id");

        ids.Should().OnlyHaveUniqueItems();
        Column(edges, "id").Should().OnlyHaveUniqueItems();
        Column(edges, "source").Concat(Column(edges, "target")).Should().AllSatisfy(end => ids.Should().Contain(end));
        string[] arcs = ["arc__healthy", "arc__progressing", "arc__degraded", "arc__other"];
        for (var row = 0; row < ids.Count; row++)
            (Math.Round(arcs.Sum(arc => LedgerFixture.Column(nodes, arc)[row].GetDouble()), 9) is 0.0 or 1.0).Should().BeTrue($"Arcs of {ids[row]}");
        new[] { nodes, edges }
            .Should().AllSatisfy(frame => frame.GetProperty("schema").GetProperty("meta").GetProperty("preferredVisualisationType").GetString()
                .Should().Be("nodeGraph"));
    }

    [Fact]
    public async Task Graph_over_the_limit_keeps_whole_applications_and_says_so()
    {
        var (nodes, edges) = await GraphAsync([], limit: 5);

        Column(nodes, "id").Should().HaveCountLessThanOrEqualTo(5);
        Column(edges, "source").Concat(Column(edges, "target")).Should().AllSatisfy(end => Column(nodes, "id").Should().Contain(end));
        LedgerFixture.Notices(nodes).Should().Contain(notice => notice.Contains("applications fit into 5 nodes", StringComparison.Ordinal));
    }

    private async Task<(JsonElement Nodes, JsonElement Edges)> GraphAsync(Dictionary<string, IReadOnlyList<string>> values, int? limit = null)
    {
        var frames = (await ledger.AskAsync(TopologyQuery.Definition, values, limit)).Split("}\n{", StringSplitOptions.None);
        return (JsonElement.Parse(frames[0] + "}"), JsonElement.Parse("{" + frames[1]));
    }

    private static List<string> Column(JsonElement frame, string name) => [.. LedgerFixture.Column(frame, name).Select(cell => cell.GetString()!)];
}
