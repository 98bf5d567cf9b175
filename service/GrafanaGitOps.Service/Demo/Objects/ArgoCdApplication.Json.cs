using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Objects;

internal sealed partial class ArgoCdApplication
{
    private static readonly (string Group, string Kind)[] Kinds = [("", "ConfigMap"), ("", "Service"), ("apps", "Deployment")];

    /// <summary>The version that runs, as images show it.</summary>
    public string Version { get; set; } = "1.0.0";

    private bool IsHookFailed => Sync?.Failure is { IsHook: true };

    public override JsonObject Render() => Render(
        new JsonObject
        {
            ["project"] = Fleet.Project,
            ["source"] = Source(),
            ["destination"] = new JsonObject { ["server"] = "https://kubernetes.default.svc", ["namespace"] = Fleet.Project },
            ["syncPolicy"] = IsAutomatic
                ? new JsonObject { ["automated"] = new JsonObject { ["prune"] = true, ["selfHeal"] = Key != Oddities.Changed } }
                : new JsonObject(),
        },
        new JsonObject
        {
            ["sync"] = new JsonObject
            {
                ["status"] = IsSynced ? "Synced" : "OutOfSync",
                ["revision"] = Head?.Sha,
                ["comparedTo"] = new JsonObject { ["source"] = Source() },
            },
            ["health"] = HealthJson(),
            ["history"] = new JsonArray([.. _history.Select(entry => History(entry.Id, entry.Run))]),
            ["operationState"] = Sync is null ? null : Operation(Sync),
            ["reconciledAt"] = Text(Looked),
            ["resources"] = new JsonArray([.. Resources()]),
            ["sourceType"] = "Kustomize",
            ["summary"] = new JsonObject
            {
                ["images"] = new JsonArray(Manifests.Image(Name, Version)),
                ["externalURLs"] = new JsonArray($"https://{Name}.{Environment}.example.com"),
            },
        },
        ("environment", Environment));

    private JsonObject Source() => new()
    {
        ["repoURL"] = repositoryUrl,
        ["path"] = Manifests.Overlay(Fleet.Shop, Name, Environment),
        ["targetRevision"] = "main",
    };

    private JsonObject HealthJson()
    {
        var health = new JsonObject { ["status"] = Health, ["lastTransitionTime"] = Text(HealthSince) };
        if (Health == "Degraded") health["message"] = $"Deployment \"{Name}\" exceeded its progress deadline";
        return health;
    }

    private JsonObject History(long id, SyncRun run) => new()
    {
        ["id"] = id,
        ["revision"] = run.Revision.Sha,
        ["deployStartedAt"] = Text(run.Started),
        ["deployedAt"] = Text(run.Ended!.Value),
        ["source"] = Source(),
        ["initiatedBy"] = Initiator(run),
    };

    private JsonObject Operation(SyncRun run)
    {
        var sync = new JsonObject { ["revision"] = run.Revision.Sha, ["prune"] = true };
        if (run.Cause == SyncCause.SelfHeal)
        {
            sync["autoHealAttemptsCount"] = 1;
            sync["resources"] = new JsonArray(new JsonObject { ["group"] = "apps", ["kind"] = "Deployment", ["name"] = Name });
        }

        var state = new JsonObject
        {
            ["operation"] = new JsonObject { ["sync"] = sync, ["initiatedBy"] = Initiator(run) },
            ["phase"] = run.Phase,
            ["message"] = run.Ended is null ? "resources are being applied" : run.Failure?.Message ?? "all resources were synced",
            ["startedAt"] = Text(run.Started),
            ["retryCount"] = run.Failure?.Retries ?? 0,
            ["syncResult"] = new JsonObject
            {
                ["revision"] = run.Revision.Sha,
                ["source"] = Source(),
                ["resources"] = new JsonArray([.. Results(run)]),
            },
        };
        if (run.Ended is { } ended) state["finishedAt"] = Text(ended);
        return state;
    }

    private static JsonObject Initiator(SyncRun run) =>
        run.User is null ? new JsonObject { ["automated"] = true } : new JsonObject { ["username"] = run.User };

    private IEnumerable<JsonNode> Results(SyncRun run)
    {
        if (run.Ended is null) yield break;
        if (run.Failure is null || run.Failure.IsHook)
        {
            yield return Result("apps", "Deployment", Name, "Synced", $"deployment.apps/{Name} configured");
        }

        if (run.Failure is null && run.Cause != SyncCause.SelfHeal)
        {
            yield return Result("", "ConfigMap", $"{Name}-settings", "Synced", $"configmap/{Name}-settings configured");
            yield return Result("", "Service", Name, "Synced", $"service/{Name} unchanged");
        }

        if (run.Failure is null) yield break;
        if (!run.Failure.IsHook)
        {
            yield return Result("apps", "Deployment", Name, "SyncFailed", run.Failure.Message);
            yield break;
        }

        var hook = Result("batch", "Job", $"{Name}-schema", "SyncFailed", run.Failure.Message);
        (hook["hookType"], hook["hookPhase"], hook["syncPhase"]) = ("Sync", "Failed", "Sync");
        yield return hook;
    }

    private static JsonObject Result(string group, string kind, string name, string status, string message) => new()
    {
        ["group"] = group,
        ["version"] = "v1",
        ["kind"] = kind,
        ["namespace"] = Fleet.Project,
        ["name"] = name,
        ["status"] = status,
        ["message"] = message,
    };

    /// <summary>Out of sync: what the new revision changes; after a Job that failed, what comes behind it.</summary>
    private IEnumerable<JsonNode> Resources()
    {
        foreach (var (group, kind) in Kinds)
        {
            var isDeployment = kind == "Deployment";
            var isDifferent = !IsSynced && (IsHookFailed ? kind == "ConfigMap" : isDeployment);
            var resource = new JsonObject
            {
                ["group"] = group,
                ["version"] = "v1",
                ["kind"] = kind,
                ["namespace"] = Fleet.Project,
                ["name"] = kind == "ConfigMap" ? $"{Name}-settings" : Name,
                ["status"] = isDifferent ? "OutOfSync" : "Synced",
            };
            if (kind != "ConfigMap") resource["health"] = new JsonObject { ["status"] = isDeployment ? Health : "Healthy" };
            yield return resource;
        }
    }
}
