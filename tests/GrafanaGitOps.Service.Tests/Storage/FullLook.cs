using GrafanaGitOps.Service.Events;
using static GrafanaGitOps.Service.Tests.Storage.Looks;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>A look at an application in which nothing is left out, with texts that one of the databases would refuse.</summary>
internal static class FullLook
{
    public static ApplicationChange Change => new()
    {
        Application = Id(),
        Uid = "uid-1",
        Environment = Production,
        Moment = Moment.Between(null, At(10)),
        Observation = new OperatorObservation(State, [Sync(-30, "main@sha1:1111111111111111111111111111111111111111"), Last]),
    };

    private static SyncAttempt Last => Sync(0, "main@sha1:2222222222222222222222222222222222222222") with
    {
        Started = Moment.Between(At(0), At(1)),
        Kind = SyncKind.Rollback,
        Terminated = true,
        Initiator = new Initiator("ada", false),
        Retries = 3,
        SeenIn = SeenIn.Status,
        HistoryId = 44,
        Message = "done\0 \ud800 größer",
        Resources = new ResourceResults
        {
            Total = 5,
            Changed = 4,
            Failed = 3,
            Pruned = 2,
            PruneSkipped = 1,
            Items =
            [
                new ResourceResult
                {
                    Group = "apps",
                    Kind = "Deployment",
                    Namespace = "shop",
                    Name = "web",
                    Status = "Synced",
                    Message = "configured",
                    Images = ["web:2"],
                },
                new ResourceResult { Group = "", Kind = "Job", Name = "migrate", HookType = "PreSync", HookPhase = "Succeeded" },
            ],
        },
        Sources =
        [
            new SyncedSource("https://example.org/values.git", null, null, "main", null),
            new SyncedSource(
                "https://example.org/deploy.git", "apps/shop", "chart", "main",
                RevisionRef.Parse("main@sha1:2222222222222222222222222222222222222222"),
                RevisionRef.Parse("v1.0@sha1:3333333333333333333333333333333333333333")),
        ],
    };

    private static ApplicationState State => new()
    {
        Id = Id(),
        Uid = "uid-1",
        ResourceVersion = "1000",
        Generation = 7,
        Created = At(-60),
        DeletionRequested = At(9),
        Project = "retail",
        Labels = new Dictionary<string, string> { ["team"] = "b", ["env"] = "prod" },
        Annotations = new Dictionary<string, string> { ["note"] = "x" },
        Destination = new Destination("https://kubernetes.default.svc", "edge", "shop"),
        Sources = [Source, new ApplicationSource { RepoUrl = "https://example.org/values.git", Ref = "values" }],
        Sync = SyncStatus.OutOfSync,
        OperatorSync = SyncStatus.OutOfSync,
        Health = HealthStatus.Degraded,
        HealthMessage = "one of two",
        HealthSince = At(5),
        Suspended = true,
        Automation = new AutomationPolicy(true, true, true),
        Interval = TimeSpan.FromMinutes(3),
        LastLooked = At(8),
        Heartbeat = true,
        Operation = new OperationStatus
        {
            Phase = SyncPhase.Succeeded,
            Kind = SyncKind.Rollback,
            Started = Last.Started,
            Finished = Last.Finished,
            Retries = 3,
            Message = "done",
        },
        Conditions = [new ApplicationCondition("Ready", "False", "Broken", "it is \"broken\"", At(2))],
        Message = "it is <broken>\0",
        Resources = new ResourceInventory
        {
            Total = 12,
            OutOfSync = 4,
            Degraded = 3,
            Missing = 2,
            RequiresPruning = 1,
            Items =
            [
                new ResourceState("apps", "Deployment", "shop", "web", SyncStatus.OutOfSync, HealthStatus.Degraded, true),
                new ResourceState("", "Namespace", null, "shop", null, null, false),
            ],
        },
        Images = ["web:2"],
        ExternalUrls = ["https://shop.example.org"],
        Parents = [new ParentApplication(ParentRelation.DependsOn, "Application", null, "base")],
        Hydrator = new HydratorState { Phase = "Hydrated", DrySha = "abc" },
        Notices = ["cut"],
    };

    private static ApplicationSource Source => new()
    {
        RepoUrl = "https://example.org/deploy.git",
        Path = "apps/shop",
        Chart = "chart",
        TargetRevision = "main",
        Ref = "ref",
        Name = "first",
        ValuesFiles = ["$values/a.yaml", "b.yaml"],
        Object = new SourceReference("GitRepository", "flux-system", "deploy"),
        Desired = RevisionRef.Parse("main@sha1:3333333333333333333333333333333333333333"),
        Deployed = RevisionRef.Parse("main@sha1:2222222222222222222222222222222222222222"),
        Attempted = RevisionRef.Parse("main@sha1:1111111111111111111111111111111111111111"),
        DesiredOrigin = RevisionRef.Parse("v2@sha1:4444444444444444444444444444444444444444"),
        DeployedOrigin = RevisionRef.Parse("v1@sha1:5555555555555555555555555555555555555555"),
        OriginUrl = "https://example.org/origin.git",
        Notice = "not fetched",
    };
}
