using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Demo.Objects;

namespace GrafanaGitOps.Service.Demo.Api;

/// <summary>The documents by which a client finds out what a cluster serves.</summary>
internal static class Discovery
{
    private static readonly string[] Verbs = ["get", "list", "watch"];

    public static JsonObject Version => new() { ["major"] = "1", ["minor"] = "33", ["gitVersion"] = "v1.33.0-demo" };

    public static JsonObject CoreVersions => new() { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") };

    public static JsonObject CoreResources => ResourceList("v1", []);

    public static JsonObject Groups => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. ApiKind.All.DistinctBy(kind => kind.Group).Select(Group)]),
    };

    /// <summary>Null when there are none.</summary>
    public static JsonObject? ResourcesOf(string group, string version)
    {
        var kinds = ApiKind.All.Where(kind => kind.Group == group && kind.Version == version).ToList();
        return kinds.Count == 0 ? null : ResourceList($"{group}/{version}", kinds);
    }

    private static JsonObject Group(ApiKind kind) => new()
    {
        ["name"] = kind.Group,
        ["versions"] = new JsonArray(VersionOf(kind)),
        ["preferredVersion"] = VersionOf(kind),
    };

    private static JsonObject VersionOf(ApiKind kind) => new() { ["groupVersion"] = kind.ApiVersion, ["version"] = kind.Version };

    private static JsonObject ResourceList(string version, IEnumerable<ApiKind> kinds) => new()
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = version,
        ["resources"] = new JsonArray([.. kinds.Select(kind => new JsonObject
        {
            ["name"] = kind.Plural,
            ["singularName"] = kind.Kind.ToLowerInvariant(),
            ["namespaced"] = true,
            ["kind"] = kind.Kind,
            ["verbs"] = new JsonArray([.. Verbs.Select(verb => JsonValue.Create(verb))]),
        })]),
    };
}
