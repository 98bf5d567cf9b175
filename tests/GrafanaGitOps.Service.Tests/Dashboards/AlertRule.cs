using System.Text.Json.Nodes;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>A rule of provisioning/alerting.</summary>
internal sealed class AlertRule(JsonObject json)
{
    public static IReadOnlyList<AlertRule> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "provisioning", "alerting"), "*.yaml").SelectMany(ProvisioningYaml.Load)
            .SelectMany(file => DashboardFile.List(file["groups"])).SelectMany(group => DashboardFile.List(group["rules"]))
            .Select(rule => new AlertRule(rule)),
    ];

    public JsonObject Json => json;

    public string Uid => (string)json["uid"]!;

    public IReadOnlyList<AlertQuery> Queries => [.. DashboardFile.List(json["data"]).Select(query => new AlertQuery(query))];

    public AlertQuery Condition => Queries.Single(query => query.RefId == (string)json["condition"]!);

    public IReadOnlyDictionary<string, string> Annotations =>
        json["annotations"]!.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!);

    public static AlertRule Of(string uid) => All.Single(rule => rule.Uid == uid);

    public override string ToString() => Uid;
}

/// <summary>A query or expression of a rule.</summary>
internal sealed class AlertQuery(JsonObject json)
{
    public string RefId => (string)json["refId"]!;

    public string DataSource => (string)json["datasourceUid"]!;

    public JsonObject Model => json["model"]!.AsObject();

    public bool IsExpression => DataSource == "__expr__";
}
