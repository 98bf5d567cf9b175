using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Objects;

/// <summary>A Kustomization of Flux and what it is like at the moment.</summary>
internal sealed class KustomizationObject(ApplicationKey key, DateTimeOffset created)
    : DemoObject(ApiKind.Kustomization, key, Fleet.FluxNamespace, created)
{
    /// <summary>Flux' own limit.</summary>
    private const int HistoryLimit = 5;

    private readonly List<Entry> _history = [];
    private DateTimeOffset _since = created;
    private Revision? _applied;
    private Revision? _attempted;
    private int _edition;
    private int _reconciledEdition = -1;

    public bool IsReady { get; private set; } = true;

    /// <summary>Reconciliations since the beginning, and the seconds of the last: what the controller measures.</summary>
    public (int Succeeded, int Failed, double LastSeconds) Reconciliations { get; private set; }

    /// <summary>When Flux looked last.</summary>
    public DateTimeOffset Looked => _history.Count == 0 ? _since : _history[0].Last;

    private string Status => IsReady ? "ReconciliationSucceeded" : "HealthCheckFailed";

    /// <summary>A commit changed its manifests.</summary>
    public void Want() => _edition++;

    /// <summary>Flux applied a revision, or waited in vain for what it applied.</summary>
    public void Reconcile(Revision revision, TimeSpan duration, bool isHealthy, DateTimeOffset at)
    {
        if (isHealthy != IsReady || _reconciledEdition != _edition || _attempted != revision) _since = at;
        (IsReady, _attempted, _reconciledEdition) = (isHealthy, revision, _edition);
        if (isHealthy) _applied = revision;
        Remember(revision, duration, at);
    }

    /// <summary>The routine look: the same again.</summary>
    public void Look(DateTimeOffset at)
    {
        if (_attempted is not null) Remember(_attempted, _history[0].Duration, at);
    }

    public override JsonObject Render() => Render(
        new JsonObject
        {
            ["interval"] = "10m0s",
            ["path"] = $"./{Manifests.Overlay(Fleet.Platform, Name, Environment)}",
            ["prune"] = true,
            ["wait"] = true,
            ["sourceRef"] = new JsonObject { ["kind"] = ApiKind.GitRepository.Kind, ["name"] = Fleet.Platform },
        },
        new JsonObject
        {
            ["observedGeneration"] = Generation,
            ["lastAppliedRevision"] = _applied is null ? null : GitRepositoryObject.TextOf(_applied),
            ["lastAttemptedRevision"] = _attempted is null ? null : GitRepositoryObject.TextOf(_attempted),
            ["conditions"] = new JsonArray([.. Conditions()]),
            ["inventory"] = new JsonObject
            {
                ["entries"] = new JsonArray([.. Inventory().Select(id => new JsonObject { ["id"] = id, ["v"] = "v1" })]),
            },
            ["history"] = new JsonArray([.. _history.Select(Render)]),
        });

    private void Remember(Revision revision, TimeSpan duration, DateTimeOffset at)
    {
        var digest = $"sha256:{Hash($"{Cluster}/{Name}/{_reconciledEdition}")}";
        var known = _history.Find(entry => entry.Digest == digest && entry.Status == Status);
        if (known is not null) _history.Remove(known);
        _history.Insert(0, known is null
            ? new Entry(digest, Status, at, at, duration, 1, revision)
            : known with { Last = at, Duration = duration, Total = known.Total + 1, Revision = revision });
        if (_history.Count > HistoryLimit) _history.RemoveAt(HistoryLimit);
        var (succeeded, failed, _) = Reconciliations;
        Reconciliations = IsReady ? (succeeded + 1, failed, duration.TotalSeconds) : (succeeded, failed + 1, duration.TotalSeconds);
    }

    private IEnumerable<JsonNode> Conditions()
    {
        if (_attempted is null) yield break;
        var revision = GitRepositoryObject.TextOf(_attempted);
        var truth = IsReady ? "True" : "False";
        yield return Condition("Ready", truth, Status, IsReady ? $"Applied revision: {revision}" : Failure, _since);
        yield return Condition("Healthy", truth, IsReady ? "Succeeded" : Status, IsReady ? "Health check passed" : Failure, _since);
    }

    private string Failure => $"health check failed after 5m0s: Deployment/{Name}/{Name} is still InProgress";

    private IEnumerable<string> Inventory() =>
        [$"_{Name}__Namespace", $"{Name}_{Name}_apps_Deployment", $"{Name}_{Name}__Service", $"{Name}_{Name}-settings__ConfigMap"];

    private static JsonObject Render(Entry entry) => new()
    {
        ["digest"] = entry.Digest,
        ["firstReconciled"] = Text(entry.First),
        ["lastReconciled"] = Text(entry.Last),
        ["lastReconciledDuration"] = Text(entry.Duration),
        ["lastReconciledStatus"] = entry.Status,
        ["totalReconciliations"] = entry.Total,
        ["metadata"] = new JsonObject { ["revision"] = GitRepositoryObject.TextOf(entry.Revision) },
    };

    private sealed record Entry(
        string Digest, string Status, DateTimeOffset First, DateTimeOffset Last, TimeSpan Duration, int Total, Revision Revision);
}
