using System.Globalization;
using GrafanaGitOps.Service.Events;
using ApplicationId = GrafanaGitOps.Service.Events.ApplicationId;

namespace GrafanaGitOps.IngestionCrash;

/// <summary>The looks at applications that the crash program records; batch N is one look at each, with one sync more and the other state.</summary>
public static class CrashLooks
{
    public const int Applications = 25;

    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string Revision(int batch) => CrashHistory.Sha(batch + 1);

    public static IReadOnlyList<ApplicationChange> Batch(int batch) =>
        [.. Enumerable.Range(0, Applications).Select(number => Look(number, batch))];

    private static ApplicationChange Look(int number, int batch)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"app-{number}");
        var id = new ApplicationId("hub", OperatorNames.ArgoCd, "Application", "argocd", name);
        // The operator remembers the last three, so that each is seen in three batches.
        var remembered = Enumerable.Range(Math.Max(0, batch - 2), Math.Min(3, batch + 1));
        var state = new ApplicationState
        {
            Id = id,
            Uid = "uid",
            ResourceVersion = string.Create(CultureInfo.InvariantCulture, $"{batch}"),
            Destination = new Destination(null, null, null),
            Sync = batch % 2 == 0 ? SyncStatus.Synced : SyncStatus.OutOfSync,
            Health = batch % 2 == 0 ? HealthStatus.Healthy : HealthStatus.Degraded,
        };
        return new ApplicationChange
        {
            Application = id,
            Uid = "uid",
            Environment = new EnvironmentVerdict(null, TimeSpan.FromMinutes(5), "nothing fits"),
            Moment = Moment.Exactly(Epoch.AddHours(batch)),
            Observation = new OperatorObservation(state, [.. remembered.Select(sync => Attempt(id, sync))]),
        };
    }

    private static SyncAttempt Attempt(ApplicationId id, int sync) => new()
    {
        Application = id,
        Key = string.Create(CultureInfo.InvariantCulture, $"uid/{sync}"),
        Started = Moment.Exactly(Epoch.AddHours(sync)),
        Finished = Moment.Exactly(Epoch.AddHours(sync).AddMinutes(1)),
        Phase = SyncPhase.Succeeded,
        Kind = SyncKind.Full,
        Complete = true,
        SeenIn = SeenIn.History,
        Sources = [new SyncedSource(null, null, null, null, RevisionRef.Parse(Revision(sync)))],
    };
}
