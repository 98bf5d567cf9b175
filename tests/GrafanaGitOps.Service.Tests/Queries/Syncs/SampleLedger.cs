using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using ApplicationId = GrafanaGitOps.Service.Events.ApplicationId;

namespace GrafanaGitOps.Service.Tests.Queries.Syncs;

/// <summary>
/// Four applications over one morning, recorded as looks at their objects, and what Delivery found of them: web in production with every outcome,
/// web in staging by Flux, a chart, and one that was deleted.
/// </summary>
internal static class SampleLedger
{
    private static readonly ApplicationId Web = new("eu", OperatorNames.ArgoCd, "Application", "argocd", "web");
    private static readonly ApplicationId Staging = new("eu", OperatorNames.Flux, "Kustomization", "flux-system", "web");
    private static readonly ApplicationId Search = new("us", OperatorNames.Flux, "HelmRelease", "search", "search");
    private static readonly ApplicationId Legacy = new("eu", OperatorNames.ArgoCd, "Application", "argocd", "legacy");

    private static readonly Dictionary<ApplicationId, EnvironmentVerdict> Environments = new()
    {
        [Web] = new EnvironmentVerdict("production", TimeSpan.FromMinutes(30), "label env=production"),
        [Staging] = new EnvironmentVerdict("staging", TimeSpan.FromMinutes(15), "path clusters/staging"),
        [Search] = new EnvironmentVerdict("production", TimeSpan.FromMinutes(30), "namespace search"),
        [Legacy] = new EnvironmentVerdict(null, TimeSpan.FromMinutes(30), "nothing says"),
    };

    /// <summary>1 February 2026, UTC.</summary>
    public static DateTimeOffset At(int hour, int minute, int second = 0) => new(2026, 2, 1, hour, minute, second, TimeSpan.Zero);

    public static async Task StoreAsync(Store store, CancellationToken cancellationToken)
    {
        await SampleHistory.StoreAsync(store, cancellationToken);
        await store.Applications.RecordAsync([.. Looks], cancellationToken);
        await using var lease = await store.Database.Engine.OpenWriterAsync(cancellationToken);
        foreach (var statement in Delivery) await lease.Connection.ExecuteAsync(statement);
    }

    private static IEnumerable<ApplicationChange> Looks =>
    [
        Look(Legacy, Exactly(8, 0), Synced, Healthy, []),
        Look(Search, Between(null, At(9, 0)), Unknown, HealthStatus.Progressing, [Chart]),
        Look(Staging, Between(At(7, 0), At(9, 0)), Synced, Healthy, []),
        Look(Web, Exactly(9, 31), Synced, Healthy, Attempts.Take(1)),
        new ApplicationChange { Application = Legacy, Uid = "uid-legacy", Moment = Exactly(10, 0) },
        Look(Web, Exactly(10, 21), OutOfSync, HealthStatus.Degraded, Attempts.Take(2)),
        Look(Web, Exactly(10, 33), Synced, Healthy, Attempts.Take(3)),
        Look(Staging, Exactly(11, 11), Synced, Healthy, [StagingSync]),
        Look(Web, Between(At(11, 40), At(11, 55)), OutOfSync, Healthy, Attempts.Skip(3).Take(3)),
        Look(Web, Exactly(11, 59, 30), OutOfSync, HealthStatus.Progressing, Attempts.Skip(5)),
    ];

    private static SyncAttempt[] Attempts =>
    [
        Sync(1, Sha(2), Exactly(9, 30), Exactly(9, 30, 40)) with { SeenIn = SeenIn.History, HistoryId = 1 },
        Sync(2, Sha(3), Exactly(10, 20), Exactly(10, 20, 50)) with
        {
            Phase = SyncPhase.Failed, Initiator = new Initiator("ada@example.org", false), Message = "one or more <b>objects</b> failed to apply & \"more\"",
            Resources = new ResourceResults { Total = 5, Failed = 1 },
        },
        Sync(3, Sha(3), Exactly(10, 30), Exactly(10, 33)) with
        {
            Initiator = new Initiator("ada@example.org", false), Retries = 1, Message = "successfully synced (all tasks run)",
            Resources = new ResourceResults { Total = 5, Changed = 3, Pruned = 1 },
        },
        Sync(4, Sha(3), Exactly(11, 0), Exactly(11, 0, 5)) with { Kind = SyncKind.SelfHeal, Complete = false, Message = "successfully synced (all tasks run)" },
        Sync(5, Sha(4), Exactly(11, 20), Exactly(11, 20, 20)) with { Message = "successfully synced (all tasks run)" },
        Sync(6, Sha(3), Between(At(11, 40), At(11, 50)), Between(At(11, 40), At(11, 55))) with { Kind = SyncKind.Rollback, Initiator = new Initiator(null, null) },
        Sync(7, Sha(4), Exactly(11, 59), null) with { Phase = SyncPhase.Running },
    ];

    private static SyncAttempt StagingSync => Sync(1, $"main@sha1:{Sha(4)}", Exactly(11, 10), Exactly(11, 10, 30)) with
    {
        Application = Staging,
        Key = "uid-staging/1",
        Sources = [Source($"main@sha1:{Sha(4)}")],
    };

    private static SyncAttempt Chart => Sync(1, "1.2.3", Between(null, At(8, 50)), Between(null, At(9, 0))) with
    {
        Application = Search,
        Key = "uid-search/1",
        Kind = SyncKind.Upgrade,
        Sources = [new SyncedSource("https://charts.example.org", null, "search", "1.x", RevisionRef.Parse("1.2.3"))],
    };

    private static SyncAttempt Sync(int number, string revision, Moment started, Moment? finished) => new()
    {
        Application = Web,
        Key = $"uid-web/{number}",
        Started = started,
        Finished = finished,
        Phase = SyncPhase.Succeeded,
        Kind = SyncKind.Full,
        Complete = true,
        Initiator = new Initiator(null, true),
        Sources = [Source(revision)],
        SeenIn = SeenIn.Status,
    };

    private static SyncedSource Source(string revision) =>
        new("https://example.org/platform.git", "apps/web", null, "main", RevisionRef.Parse(revision));

    private static ApplicationChange Look(
        ApplicationId id, Moment moment, SyncStatus sync, HealthStatus health, IEnumerable<SyncAttempt> attempts) => new()
        {
            Application = id,
            Uid = Uid(id),
            Environment = Environments[id],
            Moment = moment,
            Observation = new OperatorObservation(State(id, moment, sync, health), [.. attempts]),
        };

    private static ApplicationState State(ApplicationId id, Moment moment, SyncStatus sync, HealthStatus health) => new()
    {
        Id = id,
        Uid = Uid(id),
        ResourceVersion = moment.NotAfter.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
        Project = id == Web ? "shop" : null,
        Destination = new Destination(null, null, "shop"),
        Sync = sync,
        Health = health,
        Sources = id == Search
            ? [new ApplicationSource { RepoUrl = "https://charts.example.org", Chart = "search", TargetRevision = "1.x", Deployed = RevisionRef.Parse("1.2.3") }]
            : [GitSource(id)],
        Parents = Parents(id),
        Resources = id == Web ? Resources : ResourceInventory.Empty,
    };

    private static ApplicationSource GitSource(ApplicationId id) => new()
    {
        RepoUrl = "https://example.org/platform.git",
        Path = "apps/web",
        TargetRevision = "main",
        Deployed = RevisionRef.Parse(Sha(3)),
        Object = id == Staging ? new SourceReference("GitRepository", "flux-system", "platform") : null,
    };

    private static IReadOnlyList<ParentApplication> Parents(ApplicationId id) =>
        id == Web ? [new(ParentRelation.ApplicationSet, "ApplicationSet", "argocd", "shop"), new(ParentRelation.TrackingLabel, "Application", "argocd", "helm")]
        : id == Search ? [new(ParentRelation.DependsOn, "HelmRelease", "search", "crds"), new(ParentRelation.Kustomization, "Kustomization", "flux-system", "web")]
        : [];

    private static ResourceInventory Resources => new()
    {
        Total = 4,
        Items =
        [
            new("apps", "Deployment", "shop", "web", OutOfSync, HealthStatus.Progressing, false),
            new("apps", "Deployment", "shop", "worker", Synced, Healthy, false),
            new("", "Service", "shop", "web", Synced, Healthy, false),
            new("", "ConfigMap", "shop", "web", Synced, null, false),
        ],
    };

    /// <summary>What Delivery writes: which repository, which paths, which commits came with which deployment, and what waits.</summary>
    private static IEnumerable<string> Delivery =>
    [
        "UPDATE application_sources SET repository_id = (SELECT id FROM repositories WHERE name = 'platform') WHERE repo_url = 'https://example.org/platform.git'",
        $"INSERT INTO application_paths SELECT a.id, r.id, 'apps/web' FROM applications a CROSS JOIN repositories r WHERE a.name = 'web' AND a.cluster = 'eu' AND a.operator = 'argocd' AND r.name = 'platform'",
        $"INSERT INTO application_paths SELECT a.id, r.id, 'apps' FROM applications a CROSS JOIN repositories r WHERE a.operator = 'flux' AND a.name = 'web' AND r.name = 'platform'",
        Known("commits_known = 1, commits = NULL", 9, 30),
        Known("commits_known = 0, commits = 1", 10, 30),
        Known("commits_known = 0, commits = 1", 11, 20),
        Known("commits_known = 0, commits = 0", 11, 50),
        Known("commits_known = 0, commits = 2", 11, 10),
        Known("commits_known = 4, commits = NULL", 8, 50),
        Brought(3, 10, 30),
        Brought(4, 11, 20),
        Brought(4, 11, 50, removed: 1),
        Brought(4, 11, 10),
        Brought(2, 11, 10),
        $"INSERT INTO pending_commits SELECT a.id, c.id, c.committer_time FROM applications a CROSS JOIN commits c WHERE a.operator = 'argocd' AND a.name = 'web' AND c.subject LIKE 'fix(api)%'",
        "INSERT INTO application_delivery (application_id, evaluated_at, made_of, status, commits_behind, paths_status) SELECT id, 0, '', 0, 1, 1 FROM applications WHERE operator = 'argocd' AND name = 'web'",
    ];

    private static string Known(string values, int hour, int minute) =>
        $"UPDATE sync_events SET {values} WHERE started_at = {At(hour, minute).ToUnixTimeMilliseconds()}";

    private static string Brought(int commit, int hour, int minute, int removed = 0) =>
        $"""
        INSERT INTO deployment_commits SELECT e.id, c.id, c.committer_time, {removed}, e.application_id, coalesce(e.finished_at, e.started_at) FROM sync_events e CROSS JOIN commits c
        WHERE e.started_at = {At(hour, minute).ToUnixTimeMilliseconds()} AND c.committer_time = {SampleHistory.Commits[commit - 1].Committer.Time.ToUnixTimeMilliseconds()}
        """;

    private static string Sha(int number) => SampleHistory.Sha(number);

    private static string Uid(ApplicationId id) => id == Staging ? "uid-staging" : $"uid-{id.Name}";

    private static Moment Exactly(int hour, int minute, int second = 0) => Moment.Exactly(At(hour, minute, second));

    private static Moment Between(DateTimeOffset? first, DateTimeOffset last) => Moment.Between(first, last);

    private const SyncStatus Unknown = SyncStatus.Unknown;
    private const SyncStatus Synced = SyncStatus.Synced;
    private const SyncStatus OutOfSync = SyncStatus.OutOfSync;
    private const HealthStatus Healthy = HealthStatus.Healthy;
}
