using GrafanaGitOps.Service.Events;
using ApplicationId = GrafanaGitOps.Service.Events.ApplicationId;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>Looks at applications made up for tests, all on one day.</summary>
internal static class Looks
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static readonly EnvironmentVerdict Production = new("production", TimeSpan.FromMinutes(30), "label env=prod");

    public static ApplicationId Id(string name = "shop") => new("hub", OperatorNames.ArgoCd, "Application", "argocd", name);

    public static DateTimeOffset At(double minutes) => Noon.AddMinutes(minutes);

    /// <summary>A sight of an application in sync and healthy, as it happened.</summary>
    public static ApplicationChange Look(double minute, string name = "shop", string uid = "uid-1") => new()
    {
        Application = Id(name),
        Uid = uid,
        Environment = Production,
        Moment = Moment.Exactly(At(minute)),
        Observation = new OperatorObservation(
            new ApplicationState
            {
                Id = Id(name),
                Uid = uid,
                ResourceVersion = "1",
                Created = Noon.AddHours(-1),
                Destination = new Destination(null, null, "shop"),
                Sync = SyncStatus.Synced,
                Health = HealthStatus.Healthy,
                LastLooked = Noon,
                Heartbeat = true,
            }, []),
    };

    public static ApplicationChange Deletion(double minute, string name = "shop", string uid = "uid-1") => new()
    {
        Application = Id(name),
        Uid = uid,
        Moment = Moment.Exactly(At(minute)),
    };

    public static ApplicationChange With(this ApplicationChange look, Func<ApplicationState, ApplicationState> change) =>
        look with { Observation = look.Observation! with { State = change(look.Observation.State) } };

    public static ApplicationChange With(this ApplicationChange look, params SyncAttempt[] attempts) =>
        look with { Observation = look.Observation! with { Attempts = attempts } };

    public static ApplicationChange Between(this ApplicationChange look, double? first, double last) =>
        look with { Moment = Moment.Between(first is { } minute ? At(minute) : null, At(last)) };

    /// <summary>A whole, automatic sync of one minute that succeeded, from the operator's history.</summary>
    public static SyncAttempt Sync(double minute, string revision, string uid = "uid-1") => new()
    {
        Application = Id(),
        Key = $"{uid}/{minute}",
        Started = Moment.Exactly(At(minute)),
        Finished = Moment.Exactly(At(minute + 1)),
        Phase = SyncPhase.Succeeded,
        Kind = SyncKind.Full,
        Complete = true,
        Initiator = new Initiator(null, true),
        Sources = [new SyncedSource("https://example.org/deploy.git", "apps/shop", null, "main", RevisionRef.Parse(revision))],
        SeenIn = SeenIn.History,
    };
}
