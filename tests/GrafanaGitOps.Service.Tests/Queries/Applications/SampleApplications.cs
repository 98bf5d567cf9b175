using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Tests.Storage;

namespace GrafanaGitOps.Service.Tests.Queries.Applications;

/// <summary>Applications of both operators, one for each thing that the columns tell apart, over the sample history.</summary>
internal static class SampleApplications
{
    private static readonly DateTimeOffset Now = QueryFixture.Now;

    public static async Task StoreAsync(Store store)
    {
        await SampleHistory.StoreAsync(store, CancellationToken.None);
        var seed = new LedgerSeed(store);
        await AddOverBudgetAsync(seed);
        await AddTroubledAsync(seed);
        await AddSuspendedAsync(seed);
        await AddFluxAsync(seed);
        await AddUnknownAsync(seed);
        await seed.ApplicationAsync("removed", ("deleted_at", Now.AddHours(-1)));
        await AddOperatorsAsync(seed);
    }

    private static long Platform => 1;

    private static async Task AddOverBudgetAsync(LedgerSeed seed)
    {
        var web = await seed.ApplicationAsync(
            "web", ("project", "shop"), ("environment", "production"), ("destination_namespace", "frontend"), ("sync", SyncStatus.OutOfSync),
            ("sync_since", Now.AddMinutes(-40)), ("sync_since_not_before", Now.AddMinutes(-45)), ("look_interval", TimeSpan.FromMinutes(3)),
            ("last_looked", Now.AddSeconds(-50)), ("resources_total", 12), ("resources_out_of_sync", 2), ("operation_phase", SyncPhase.Succeeded),
            ("operation_kind", SyncKind.Full), ("operation_started", Now.AddDays(-1)), ("operation_finished", Now.AddDays(-1).AddSeconds(12)));
        await seed.SourceAsync(
            web, 0, ("repo_url", "https://example.org/platform.git"), ("repository_id", Platform), ("path", "apps/web"), ("target_revision", "main"),
            ("desired", SampleHistory.Sha(2)), ("deployed", SampleHistory.Sha(1)));
        await seed.DeliveryAsync(
            web, CommitsKnown.Exactly, ("commits_behind", 2), ("oldest_pending", Now.AddMinutes(-50)),
            ("head", Convert.FromHexString(SampleHistory.Sha(2))));
        await seed.PendingAsync(web, SampleHistory.Sha(2), Now.AddMinutes(-50));
        await seed.PendingAsync(web, SampleHistory.Sha(4), Now.AddMinutes(-10));
        var last = await seed.SyncAsync(
            web, Now.AddDays(-1), ("finished_at", Now.AddDays(-1).AddSeconds(12)), ("initiator", "alice"), ("automated", false), ("deployment", true));
        await seed.ScalarAsync("UPDATE applications SET deployment_id = @last WHERE id = @web", ("last", last), ("web", web));
    }

    private static async Task AddTroubledAsync(LedgerSeed seed)
    {
        var api = await seed.ApplicationAsync(
            "api", ("project", "shop"), ("environment", "staging"), ("health", HealthStatus.Degraded), ("health_since_not_before", null),
            ("health_since", Now.AddMinutes(-5)), ("resources_total", 3), ("resources_degraded", 1), ("message", "Deployment api: 0 of 2 replicas are ready"),
            ("budget", TimeSpan.FromMinutes(15)), ("look_interval", TimeSpan.FromMinutes(3)), ("last_looked", Now.AddSeconds(-10)),
            ("operation_phase", SyncPhase.Running), ("operation_kind", SyncKind.Rollback), ("operation_started", Now.AddSeconds(-20)));
        await seed.SourceAsync(
            api, 0, ("repository_id", Platform), ("path", "apps/api"), ("target_revision", "main"), ("desired", SampleHistory.Sha(4)),
            ("deployed", SampleHistory.Sha(4)));
        await seed.DeliveryAsync(api, CommitsKnown.Exactly, ("commits_behind", 0));
        await seed.SyncAsync(api, Now.AddSeconds(-20), ("finished_at", null), ("automated", true));
        var worker = await seed.ApplicationAsync(
            "worker", ("environment", "staging"), ("sync", SyncStatus.OutOfSync), ("operation_phase", SyncPhase.Failed), ("operation_kind", SyncKind.Selective),
            ("operation_started", Now.AddMinutes(-3)), ("operation_finished", Now.AddMinutes(-2)), ("message", "one or more objects failed to apply"),
            ("automated", false));
        await seed.SourceAsync(
            worker, 0, ("repo_url", "https://example.org/charts"), ("chart", "worker"), ("desired", "1.4.0"), ("deployed", "1.3.2"));
        await seed.DeliveryAsync(worker, CommitsKnown.NotGit);
        // Another attempt than the one that the row shows: it must not lend its initiator.
        await seed.SyncAsync(worker, Now.AddHours(-3), ("initiator", "bob"));
    }

    private static async Task AddSuspendedAsync(LedgerSeed seed)
    {
        var legacy = await seed.ApplicationAsync(
            "legacy", ("environment", "production"), ("suspended", true), ("health", HealthStatus.Missing), ("details", """{"labels":{"a":"b"},"notices":["The list of resources was cut."]}"""));
        await seed.SourceAsync(
            legacy, 0, ("repo_url", "https://example.org/values.git"), ("target_revision", "HEAD"), ("notice", "The source cannot be fetched."));
        await seed.SourceAsync(
            legacy, 1, ("repository_id", Platform), ("path", "apps/web"), ("target_revision", "main"), ("desired", SampleHistory.Sha(3)),
            ("deployed", SampleHistory.Sha(2)));
        await seed.DeliveryAsync(
            legacy, CommitsKnown.Exactly, ("commits_behind", 1), ("oldest_pending", Now.AddDays(-20)), ("notice", "The path is a guess."));
        await seed.PendingAsync(legacy, SampleHistory.Sha(3), Now.AddDays(-20));
    }

    private static async Task AddFluxAsync(LedgerSeed seed)
    {
        var infra = await seed.ApplicationAsync(
            "infra", ("cluster", "edge"), ("operator", "flux"), ("kind", "Kustomization"), ("namespace", "flux-system"), ("environment", "development"),
            ("budget", TimeSpan.FromMinutes(5)), ("look_interval", TimeSpan.FromMinutes(10)), ("last_looked", Now.AddMinutes(-31)));
        await seed.SourceAsync(
            infra, 0, ("repository_id", Platform), ("path", "./clusters/edge"), ("target_revision", "main"), ("attempted", $"main@sha1:{SampleHistory.Sha(4)}"),
            ("deployed", $"main@sha1:{SampleHistory.Sha(4)}"));
        await seed.DeliveryAsync(infra, CommitsKnown.RevisionNotIndexed);
        var oci = await seed.ApplicationAsync(
            "oci", ("cluster", "edge"), ("operator", "flux"), ("kind", "Kustomization"), ("namespace", "flux-system"), ("heartbeat", false),
            ("look_interval", TimeSpan.FromMinutes(10)), ("last_looked", Now.AddDays(-1)));
        await seed.SourceAsync(
            oci, 0, ("repo_url", "oci://example.org/apps"), ("repository_id", Platform), ("desired", "6.5.4@sha256:" + new string('a', 64)),
            ("deployed", "latest@sha256:" + new string('b', 64)), ("desired_origin", $"main@sha1:{SampleHistory.Sha(4)}"),
            ("deployed_origin", $"main@sha1:{SampleHistory.Sha(3)}"));
    }

    private static Task<long> AddUnknownAsync(LedgerSeed seed) =>
        seed.ApplicationAsync(
            "zz-new", ("sync", SyncStatus.Unknown), ("health", HealthStatus.Unknown), ("created_at", Now.AddHours(-1)),
            ("sync_since_not_before", null));

    private static async Task AddOperatorsAsync(LedgerSeed seed)
    {
        await AddComponentAsync(seed, "main", "argocd", "StatefulSet", "argocd-application-controller", "application-controller", 1, 1);
        await AddComponentAsync(
            seed, "main", "argocd", "Deployment", "argocd-repo-server", "repo-server", 2, 1, ("message", "1 of 2 replicas are ready"), ("since", Now.AddMinutes(-7)));
        await AddComponentAsync(seed, "edge", "flux", "Deployment", "kustomize-controller", null, 0, 0);
        await AddWatchAsync(
            seed, "main", "applications.argoproj.io", WatchPhase.Watching, ("version", "v1alpha1"), ("synced_at", Now.AddDays(-1)),
            ("last_alive", Now.AddSeconds(-5)), ("objects", 6));
        await AddWatchAsync(
            seed, "edge", "kustomizations.kustomize.toolkit.fluxcd.io", WatchPhase.Forbidden, ("namespace", "team-a"), ("last_error", "403 Forbidden: no list"),
            ("last_error_at", Now.AddSeconds(-30)));
        await AddWatchAsync(
            seed, "edge", "helmreleases.helm.toolkit.fluxcd.io", WatchPhase.Failing, ("synced_at", Now.AddHours(-2)), ("last_alive", Now.AddMinutes(-20)),
            ("last_error", "The connection was refused."), ("last_error_at", Now.AddMinutes(-1)), ("objects", 2), ("rejected", 1));
        await AddWatchAsync(seed, "edge", "applications.argoproj.io", WatchPhase.Missing);
        await AddWatchAsync(seed, "edge", "deployments.apps", WatchPhase.Listing);
    }

    private static Task AddComponentAsync(
        LedgerSeed seed, string cluster, string @operator, string kind, string name, string? component, int desired, int ready,
        params (string Column, object? Value)[] columns) => seed.RowAsync(
            "operator_components",
            [
                ("cluster", cluster), ("operator", @operator), ("kind", kind), ("namespace", @operator), ("name", name), ("component", component),
                ("version", "v3.0.1"), ("image", $"example.org/{name}:v3.0.1"), ("desired", desired), ("ready", ready), ("observed_at", Now), .. columns,
            ]);

    private static Task AddWatchAsync(LedgerSeed seed, string cluster, string resource, WatchPhase phase, params (string Column, object? Value)[] columns) =>
        seed.RowAsync(
            "watches", LedgerSeed.Merge(
                [
                    ("cluster", cluster), ("resource", resource), ("namespace", ""), ("phase", phase), ("since", Now.AddMinutes(-20)), ("objects", 0),
                    ("rejected", 0),
                ],
                columns));
}
