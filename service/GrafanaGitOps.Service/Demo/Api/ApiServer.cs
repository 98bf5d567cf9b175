using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Demo.Objects;

namespace GrafanaGitOps.Service.Demo.Api;

/// <summary>
/// The part of the Kubernetes API that is needed to read: discovery, get, list in pages, watch with bookmarks. One cluster is below
/// <c>/clusters/NAME</c>; nothing can be written.
/// </summary>
internal sealed class ApiServer(IReadOnlyDictionary<string, ClusterObjects> clusters, TimeProvider timeProvider)
{
    private const string Root = "/clusters/{cluster}";
    private const string Resources = "/apis/{group}/{version}/{plural}";
    private const string Unknown = "the server could not find the requested resource";
    private const string InNamespace = "/apis/{group}/{version}/namespaces/{space}/{plural}";

    public void Map(WebApplication application)
    {
        application.MapGet($"{Root}/version", context => For(context, _ => WriteAsync(context, Discovery.Version)));
        application.MapGet($"{Root}/api", context => For(context, _ => WriteAsync(context, Discovery.CoreVersions)));
        application.MapGet($"{Root}/api/v1", context => For(context, _ => WriteAsync(context, Discovery.CoreResources)));
        application.MapGet($"{Root}/apis", context => For(context, _ => WriteAsync(context, Discovery.Groups)));
        application.MapGet($"{Root}/apis/{{group}}/{{version}}", context => For(context, _ =>
            Discovery.ResourcesOf(Value(context, "group"), Value(context, "version")) is { } found
                ? WriteAsync(context, found) : RefuseAsync(context, 404, "NotFound", Unknown)));
        application.MapGet(Root + Resources, CollectAsync);
        application.MapGet(Root + InNamespace, CollectAsync);
        application.MapGet($"{Root}{InNamespace}/{{name}}", GetAsync);
    }

    private static string Value(HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";

    private static string Asked(HttpContext context, string name) => context.Request.Query[name].ToString();

    private static ApiKind? KindOf(HttpContext context) => ApiKind.All.FirstOrDefault(kind =>
        (kind.Group, kind.Version, kind.Plural) == (Value(context, "group"), Value(context, "version"), Value(context, "plural")));

    private static Task RefuseAsync(HttpContext context, int code, string reason, string message)
    {
        context.Response.StatusCode = code;
        return WriteAsync(context, Status(code, reason, message));
    }

    private static JsonObject Status(int code, string reason, string message) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = message,
        ["reason"] = reason,
        ["code"] = code,
    };

    private static Task WriteAsync(HttpContext context, JsonNode json) => WriteAsync(context, Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    /// <summary>Zero for what is none.</summary>
    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private Task For(HttpContext context, Func<ClusterObjects, Task> answer) =>
        clusters.TryGetValue(Value(context, "cluster"), out var objects)
            ? answer(objects) : RefuseAsync(context, 404, "NotFound", "the demo has no cluster of this name");

    private Task GetAsync(HttpContext context) => For(context, objects =>
    {
        var (space, name) = (Value(context, "space"), Value(context, "name"));
        var found = KindOf(context) is { } kind
            ? objects.List(kind).Objects.FirstOrDefault(one => one.Namespace == space && one.Name == name) : null;
        return found is null
            ? RefuseAsync(context, 404, "NotFound", $"{Value(context, "plural")} \"{name}\" not found")
            : WriteAsync(context, found.Json);
    });

    private Task CollectAsync(HttpContext context) => For(context, objects =>
    {
        if (KindOf(context) is not { } kind) return RefuseAsync(context, 404, "NotFound", Unknown);
        if (LabelSelector.Parse(Asked(context, "labelSelector")) is not { } selector)
            return RefuseAsync(context, 400, "BadRequest", "the demo understands only the label selectors key=value and key in (values)");
        var scope = new Scope(kind, Value(context, "space") is { Length: > 0 } space ? space : null, selector);
        return Asked(context, "watch") is "1" or "true"
            ? WatchStream.WriteAsync(context, objects, scope, timeProvider) : ListAsync(context, objects, scope);
    });

    /// <summary>A page ends at <c>limit</c>; <c>continue</c> says where the next begins, and in which version.</summary>
    private static Task ListAsync(HttpContext context, ClusterObjects objects, Scope scope)
    {
        var (all, version) = objects.List(scope.Kind);
        var matching = all.Where(scope.Contains).ToList();
        var skip = 0;
        if (Asked(context, "continue") is { Length: > 0 } token)
        {
            var parts = token.Split('.');
            skip = Number(parts[^1]);
            if (parts.Length != 2 || parts[0] != version || skip == 0)
                return RefuseAsync(context, 410, "Expired", "The provided continue parameter is too old: list again without it.");
        }

        var limit = Number(Asked(context, "limit")) is > 0 and var asked ? asked : int.MaxValue;
        var page = matching.Skip(skip).Take(limit).ToList();
        var end = skip + page.Count;
        var meta = new JsonObject { ["resourceVersion"] = version };
        if (end < matching.Count) meta["continue"] = string.Create(CultureInfo.InvariantCulture, $"{version}.{end}");
        return WriteAsync(context, new JsonObject
        {
            ["kind"] = $"{scope.Kind.Kind}List",
            ["apiVersion"] = scope.Kind.ApiVersion,
            ["metadata"] = meta,
            ["items"] = new JsonArray([.. page.Select(one => JsonNode.Parse(one.Json))]),
        });
    }
}
