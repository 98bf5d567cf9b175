using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.ArgoCd;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

/// <summary>Plays both operators at random: makes, changes and deletes their objects, and notes every sync attempt that was ever to be seen in one.</summary>
internal sealed class RandomOperators(ClusterWriter writer, Random random)
{
    private const int Applications = 12;
    private const int Kustomizations = 8;
    private const int Sources = 3;

    /// <summary>What Argo CD keeps by default.</summary>
    private const int HistoryLimit = 10;

    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Healths = ["Healthy", "Progressing", "Degraded", "Suspended", "Missing"];

    private readonly Dictionary<(string Kind, string Name), JsonObject> _objects = [];
    private readonly HashSet<string> _seen = [];
    private int _operations;

    /// <summary>Keys of attempts that were in some version of some object.</summary>
    public IReadOnlySet<string> Ever => _seen;

    /// <summary>Keys of attempts of the versions written since the last time that this was emptied.</summary>
    public HashSet<string> Recent { get; } = [];

    private DateTimeOffset Now => Start.AddSeconds(_operations * 10);

    public async Task BeginAsync()
    {
        for (var i = 0; i < Sources; i++) await KeepAsync(writer.CreateAsync(NewSource($"source-{i}")));
    }

    public async Task OperateAsync()
    {
        _operations++;
        var choice = random.Next(Applications + Kustomizations + Sources);
        if (choice < Applications) await OperateAsync("Application", $"app-{choice}", NewApplication, ArgoCdOperations);
        else if (choice < Applications + Kustomizations) await OperateAsync("Kustomization", $"apps-{choice}", NewKustomization, FluxOperations);
        else await ChangeAsync(_objects[("GitRepository", $"source-{choice - Applications - Kustomizations}")], MoveSource);
    }

    /// <summary>Keys of the attempts that an object remembers and that the ledger must not take for routine looks.</summary>
    public static IEnumerable<string> Keys(JsonObject document)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(document);
        var observation = (string)document["kind"]! switch
        {
            "Application" => ArgoCdMapper.Map(ArgoCdObjects.Parse(json), "edge"),
            "Kustomization" => KustomizationMapper.Map(FluxObjects.ParseKustomization(json), "edge"),
            _ => null,
        };
        if (observation is null) return [];
        var kept = observation.Attempts.Where(attempt => !attempt.IsRepeatable || attempt.SeenIn == SeenIn.History);
        return kept.Select(attempt => Key(document, attempt));
    }

    private static string Key(JsonObject document, SyncAttempt attempt) =>
        $"{document["kind"]} {document["metadata"]!["name"]} {Convert.ToHexStringLower(SyncKey.Write(SyncKey.Of(attempt)))}";

    private IReadOnlyList<Action<JsonObject>> ArgoCdOperations =>
        [SyncSucceeds, SyncSucceeds, SyncFails, SyncBegins, Commit, ChangeHealth, ChangeLabel, Compare];

    private IReadOnlyList<Action<JsonObject>> FluxOperations =>
        [Apply, Apply, FailToApply, ChangeLabel, document => document["spec"]!["suspend"] = random.Next(2) == 0];

    private async Task OperateAsync(string kind, string name, Func<string, JsonObject> create, IReadOnlyList<Action<JsonObject>> operations)
    {
        if (!_objects.TryGetValue((kind, name), out var known))
        {
            await KeepAsync(writer.CreateAsync(create(name)));
        }
        else if (random.Next(10) == 0)
        {
            await writer.DeleteAsync(known);
            _objects.Remove((kind, name));
        }
        else
        {
            await ChangeAsync(known, operations[random.Next(operations.Count)]);
        }
    }

    private Task ChangeAsync(JsonObject known, Action<JsonObject> change)
    {
        var changed = (JsonObject)known.DeepClone();
        change(changed);
        return KeepAsync(writer.WriteAsync(changed));
    }

    private async Task KeepAsync(Task<JsonObject> writing)
    {
        var written = await writing;
        _objects[((string)written["kind"]!, (string)written["metadata"]!["name"]!)] = written;
        // What was there for a moment between two requests, without its status, remembers nothing.
        foreach (var key in Keys(written))
        {
            _seen.Add(key);
            Recent.Add(key);
        }
    }

    private static JsonObject NewApplication(string name)
    {
        var document = ClusterWriter.Case("ArgoCd", "synced-healthy")[0];
        document["metadata"]!["name"] = name;
        document["status"]!["history"] = new JsonArray();
        document["status"]!.AsObject().Remove("operationState");
        // What a comparison alone found deployed stays in the ledger when the object no longer says so, and then they differ.
        document["status"]!["sync"]!["status"] = "OutOfSync";
        return document;
    }

    private JsonObject NewKustomization(string name)
    {
        var document = ClusterWriter.Case("Flux", "kustomization-ready")[1];
        document["metadata"]!["name"] = name;
        document["spec"]!["sourceRef"]!["name"] = $"source-{random.Next(Sources)}";
        document["status"] = new JsonObject();
        return document;
    }

    private static JsonObject NewSource(string name)
    {
        var document = ClusterWriter.Case("Flux", "kustomization-ready")[0];
        document["metadata"]!["name"] = name;
        return document;
    }

    private void SyncSucceeds(JsonObject document)
    {
        var (revision, status) = (Sha(), document["status"]!);
        Operation(document, revision, "Succeeded");
        (status["sync"]!["status"], status["sync"]!["revision"]) = ("Synced", revision);
        var history = status["history"]?.AsArray();
        if (history is null) status["history"] = history = [];
        history.Add(new JsonObject
        {
            ["id"] = _operations,
            ["deployStartedAt"] = Time(Now),
            ["deployedAt"] = Time(Now.AddSeconds(3)),
            ["revision"] = revision,
            ["initiatedBy"] = new JsonObject { ["automated"] = true },
            ["source"] = document["spec"]!["source"]!.DeepClone(),
        });
        while (history.Count > HistoryLimit) history.RemoveAt(0);
    }

    private void SyncFails(JsonObject document)
    {
        var revision = Sha();
        Operation(document, revision, random.Next(2) == 0 ? "Failed" : "Error");
        (document["status"]!["sync"]!["status"], document["status"]!["sync"]!["revision"]) = ("OutOfSync", revision);
    }

    private void SyncBegins(JsonObject document) => Operation(document, Sha(), "Running");

    private void Commit(JsonObject document) =>
        (document["status"]!["sync"]!["status"], document["status"]!["sync"]!["revision"]) = ("OutOfSync", Sha());

    private void Compare(JsonObject document) => document["status"]!["reconciledAt"] = Time(Now);

    private void ChangeHealth(JsonObject document) => document["status"]!["health"] =
        new JsonObject { ["status"] = Healths[random.Next(Healths.Length)], ["lastTransitionTime"] = Time(Now) };

    private void ChangeLabel(JsonObject document)
    {
        var labels = document["metadata"]!["labels"]?.AsObject();
        if (labels is null) document["metadata"]!["labels"] = labels = [];
        labels["environment"] = random.Next(2) == 0 ? "production" : "staging";
    }

    private void Operation(JsonObject document, string revision, string phase)
    {
        var operation = new JsonObject
        {
            ["phase"] = phase,
            ["message"] = $"operation {_operations}",
            ["startedAt"] = Time(Now),
            ["operation"] = new JsonObject { ["sync"] = new JsonObject { ["revision"] = revision } },
            ["syncResult"] = new JsonObject { ["revision"] = revision, ["source"] = document["spec"]!["source"]!.DeepClone() },
        };
        if (phase != "Running") operation["finishedAt"] = Time(Now.AddSeconds(3));
        document["status"]!["operationState"] = operation;
    }

    private void MoveSource(JsonObject document)
    {
        document["status"]!["artifact"]!["revision"] = $"main@sha1:{Sha()}";
        document["status"]!["artifact"]!["lastUpdateTime"] = Time(Now);
    }

    private void Apply(JsonObject document) => Reconcile(document, "ReconciliationSucceeded");

    private void FailToApply(JsonObject document) => Reconcile(document, "ReconciliationFailed");

    private void Reconcile(JsonObject document, string reason)
    {
        if (document["status"] is not JsonObject status) document["status"] = status = [];
        var isSuccess = reason == "ReconciliationSucceeded";
        var source = _objects[("GitRepository", (string)document["spec"]!["sourceRef"]!["name"]!)];
        var revision = (string)source["status"]!["artifact"]!["revision"]!;
        status["lastAttemptedRevision"] = revision;
        if (isSuccess) status["lastAppliedRevision"] = revision;
        status["conditions"] = new JsonArray(new JsonObject
        {
            ["type"] = "Ready",
            ["status"] = isSuccess ? "True" : "False",
            ["reason"] = reason,
            ["message"] = $"operation {_operations}",
            ["lastTransitionTime"] = Time(Now),
        });
        var history = status["history"]?.AsArray();
        if (history is null) status["history"] = history = [];
        history.Insert(0, new JsonObject
        {
            ["digest"] = $"sha256:{Sha()}{Sha()[..24]}",
            ["firstReconciled"] = Time(Now),
            ["lastReconciled"] = Time(Now),
            ["lastReconciledDuration"] = "2s",
            ["lastReconciledStatus"] = reason,
            ["totalReconciliations"] = 1,
            ["metadata"] = new JsonObject { ["revision"] = revision },
        });
        while (history.Count > 5) history.RemoveAt(history.Count - 1);
    }

    private string Sha() => string.Create(CultureInfo.InvariantCulture, $"{random.NextInt64():x16}{random.NextInt64():x16}{_operations:x8}");

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
