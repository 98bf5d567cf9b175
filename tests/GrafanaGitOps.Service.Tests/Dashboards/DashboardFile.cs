using System.Text.Json.Nodes;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>A file of the folder dashboards.</summary>
internal sealed class DashboardFile
{
    private DashboardFile(string path)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        Text = File.ReadAllText(path);
        Json = JsonNode.Parse(Text)!.AsObject();
    }

    public static IReadOnlyList<DashboardFile> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "dashboards"), "*.json").Order(StringComparer.Ordinal)
            .Select(path => new DashboardFile(path)),
    ];

    public static IEnumerable<TheoryDataRow<string>> Names => All.Select(file => new TheoryDataRow<string>(file.Name));

    public string Name { get; }

    public string Text { get; }

    public JsonObject Json { get; }

    public string Uid => (string)Json["uid"]!;

    /// <summary>Panels as they lie on the dashboard: rows too, and the panels within collapsed ones.</summary>
    public IEnumerable<JsonObject> Everything => Top.SelectMany(panel => Nested(panel).Prepend(panel));

    /// <summary>Panels that show something.</summary>
    public IEnumerable<JsonObject> Panels => Everything.Where(panel => (string)panel["type"]! != "row");

    public IEnumerable<JsonObject> Variables => List(Json["templating"]!["list"]);

    /// <summary>Annotations but Grafana's own.</summary>
    public IEnumerable<JsonObject> Annotations => List(Json["annotations"]!["list"]).Where(annotation => annotation["builtIn"] is null);

    /// <summary>What panels and annotations ask, each with the name of what asks.</summary>
    public IEnumerable<Target> Targets =>
    [
        .. Panels.SelectMany(panel => List(panel["targets"]).Select(target => new Target($"{Name}: {panel["title"]}", target))),
        .. Annotations.Select(annotation => new Target($"{Name}: annotation {annotation["name"]}", annotation["target"]!.AsObject())),
    ];

    public static DashboardFile Of(string name) => All.Single(file => file.Name == name);

    public static IEnumerable<JsonObject> List(JsonNode? list) => list?.AsArray().Select(entry => entry!.AsObject()) ?? [];

    public static IEnumerable<string> Texts(JsonNode? list) => list?.AsArray().Select(entry => (string)entry!) ?? [];

    private IEnumerable<JsonObject> Top => List(Json["panels"]);

    private static IEnumerable<JsonObject> Nested(JsonObject row) => List(row["panels"]);
}

/// <summary>A question of a dashboard.</summary>
/// <param name="Owner">Who asks.</param>
/// <param name="Json">The query as it is saved.</param>
internal sealed record Target(string Owner, JsonObject Json)
{
    public bool IsOurs => (string)Json["datasource"]!["type"]! == "gitops-companion-datasource";

    public string RefId => (string)Json["refId"]!;

    public string Expression => (string)Json["expr"]!;

    public override string ToString() => $"{Owner}, query {RefId}";
}
