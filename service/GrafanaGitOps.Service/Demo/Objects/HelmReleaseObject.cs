using System.Globalization;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Objects;

/// <summary>A HelmRelease of Flux and what it is like at the moment.</summary>
internal sealed class HelmReleaseObject(ApplicationKey key, DateTimeOffset created)
    : DemoObject(ApiKind.HelmRelease, key, Fleet.FluxNamespace, created)
{
    /// <summary>Flux' own limit.</summary>
    private const int HistoryLimit = 5;

    private readonly List<Snapshot> _history = [];
    private DateTimeOffset _since = created;
    private TimeSpan _duration;

    public bool IsSuspended { get; private set; }

    /// <summary>The version of the chart that runs; null before the first.</summary>
    public string? Version => _history.Count == 0 ? null : _history[0].ChartVersion;

    /// <summary>Releases that were made, and the seconds of the last: what the controller measures.</summary>
    public (int Count, double LastSeconds) Reconciliations => (_history.Count == 0 ? 0 : _history[0].Version, _duration.TotalSeconds);

    private string Action => Reconciliations.Count > 1 ? "upgrade" : "install";

    /// <summary>The action that ends at this moment.</summary>
    public void Upgrade(string version, TimeSpan duration, DateTimeOffset at)
    {
        var started = at - duration;
        var first = _history.Count == 0 ? started : _history[^1].First;
        _history.Insert(0, new Snapshot(Reconciliations.Count + 1, version, first, started));
        if (_history.Count > HistoryLimit) _history.RemoveAt(HistoryLimit);
        (_since, _duration) = (at, duration);
        Generation++;
    }

    public void Suspend()
    {
        IsSuspended = true;
        Generation++;
    }

    public override JsonObject Render() => Render(
        new JsonObject
        {
            ["interval"] = "30m0s",
            ["suspend"] = IsSuspended,
            ["targetNamespace"] = Name,
            ["chart"] = new JsonObject
            {
                ["spec"] = new JsonObject
                {
                    ["chart"] = Name,
                    ["version"] = Version,
                    ["sourceRef"] = HelmRepositoryObject.Reference,
                },
            },
        },
        new JsonObject
        {
            ["observedGeneration"] = IsSuspended ? Generation - 1 : Generation,
            ["helmChart"] = $"{Fleet.FluxNamespace}/{HelmChartObject.NameOf(Name)}",
            ["lastAttemptedRevision"] = Version,
            ["lastAttemptedReleaseAction"] = Action,
            ["lastAttemptedReleaseActionDuration"] = Text(_duration),
            ["conditions"] = new JsonArray([.. Conditions()]),
            ["history"] = new JsonArray(
                [.. _history.Select((snapshot, index) => Render(snapshot, index == 0 ? "deployed" : "superseded"))]),
        });

    private IEnumerable<JsonNode> Conditions()
    {
        if (Version is null) yield break;
        var reason = Action == "install" ? "InstallSucceeded" : "UpgradeSucceeded";
        var release = string.Create(CultureInfo.InvariantCulture, $"{Name}/{Name}.v{Reconciliations.Count}");
        var message = $"Helm {Action} succeeded for release {release} with chart {Name}@{Version}";
        yield return Condition("Ready", "True", reason, message, _since);
        yield return Condition("Released", "True", reason, message, _since);
    }

    private JsonObject Render(Snapshot snapshot, string status) => new()
    {
        ["name"] = Name,
        ["namespace"] = Name,
        ["chartName"] = Name,
        ["chartVersion"] = snapshot.ChartVersion,
        ["version"] = snapshot.Version,
        ["status"] = status,
        ["action"] = snapshot.Version == 1 ? "install" : "upgrade",
        ["firstDeployed"] = Text(snapshot.First),
        ["lastDeployed"] = Text(snapshot.Last),
    };

    private sealed record Snapshot(int Version, string ChartVersion, DateTimeOffset First, DateTimeOffset Last);
}
