using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Objects;

/// <summary>An object of a demo cluster: what it is like at the moment, and how Kubernetes writes that.</summary>
internal abstract class DemoObject(ApiKind kind, ApplicationKey key, string @namespace, DateTimeOffset created)
{
    public ApiKind Kind => kind;

    public ApplicationKey Key => key;

    public string Cluster => key.Cluster;

    public string Namespace => @namespace;

    public string Name => key.Name;

    public string Environment { get; } = Fleet.Clusters.First(cluster => cluster.Name == key.Cluster).Environment;

    /// <summary>Given by the cluster at each change.</summary>
    public long ResourceVersion { get; set; }

    /// <summary>Counts changes of the spec.</summary>
    protected long Generation { get; set; } = 1;

    /// <summary>The same for the same object of every demo.</summary>
    protected string Uid { get; } = IdOf($"{key.Cluster}/{kind.Kind}/{@namespace}/{key.Name}");

    /// <summary>The object as the API gives it.</summary>
    public abstract JsonObject Render();

    protected JsonObject Render(JsonObject spec, JsonObject status, params ReadOnlySpan<(string Key, string Value)> labels)
    {
        var all = new JsonObject();
        foreach (var (name, value) in labels) all[name] = value;
        return new JsonObject
        {
            ["apiVersion"] = kind.ApiVersion,
            ["kind"] = kind.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = Name,
                ["namespace"] = @namespace,
                ["uid"] = Uid,
                ["resourceVersion"] = ResourceVersion.ToString(CultureInfo.InvariantCulture),
                ["generation"] = Generation,
                ["creationTimestamp"] = Text(created),
                ["labels"] = all,
            },
            ["spec"] = spec,
            ["status"] = status,
        };
    }

    /// <summary>A condition as Kubernetes' convention has it.</summary>
    protected JsonObject Condition(string type, string status, string reason, string message, DateTimeOffset since) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["reason"] = reason,
        ["message"] = message,
        ["lastTransitionTime"] = Text(since),
        ["observedGeneration"] = Generation,
    };

    /// <summary>Kubernetes writes whole seconds.</summary>
    protected static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Durations as Go writes them.</summary>
    protected static string Text(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###}s");

    protected static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string IdOf(string text) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToString();
}
