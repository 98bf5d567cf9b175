using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>A row of <c>applications</c> as the writer needs it, and the hash beside the resources.</summary>
internal sealed record ApplicationRow
{
    public long Id { get; init; }
    public string Cluster { get; init; } = "";
    public string Operator { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Namespace { get; init; } = "";
    public string Name { get; init; } = "";
    public string Uid { get; init; } = "";
    public string ResourceVersion { get; init; } = "";
    public long ChangedIn { get; init; }
    public long FirstSeen { get; init; }
    public long ObservedAt { get; init; }
    public long? CreatedAt { get; init; }
    public long? DeletedNotBefore { get; init; }
    public long? DeletedAt { get; init; }
    public string? Project { get; init; }
    public string? Environment { get; init; }
    public string? EnvironmentBecause { get; init; }
    public long Budget { get; init; }
    public string? DestinationServer { get; init; }
    public string? DestinationName { get; init; }
    public string? DestinationNamespace { get; init; }
    public long? DeployedBy { get; init; }
    public long? DeployedAt { get; init; }
    public long Sync { get; init; }
    public long? SyncSinceNotBefore { get; init; }
    public long SyncSince { get; init; }
    public long Health { get; init; }
    public long? HealthSinceNotBefore { get; init; }
    public long HealthSince { get; init; }
    public long Suspended { get; init; }
    public long Automated { get; init; }
    public long SelfHeal { get; init; }
    public long? LookInterval { get; init; }
    public long? LastLooked { get; init; }
    public long LookedIn { get; init; }
    public long Heartbeat { get; init; }
    public long? OperationPhase { get; init; }
    public long? OperationKind { get; init; }
    public long? OperationStarted { get; init; }
    public long? OperationFinished { get; init; }
    public long? OperationRetries { get; init; }
    public string? OperationMessage { get; init; }
    public string? Message { get; init; }
    public long ResourcesTotal { get; init; }
    public long ResourcesOutOfSync { get; init; }
    public long ResourcesDegraded { get; init; }
    public long ResourcesMissing { get; init; }
    public long ResourcesRequiresPruning { get; init; }
    public string Details { get; init; } = "";

    /// <summary>Read and not written: it follows the sync events.</summary>
    public long? DeploymentId { get; init; }

    /// <summary>Column <c>application_id</c> of <c>application_resources</c>; null when there is no such row.</summary>
    public long? ResourcesOf { get; init; }

    /// <summary>Column <c>hash</c> of <c>application_resources</c>.</summary>
    public long? Hash { get; init; }

    public ApplicationId Application => new(Cluster, Operator, Kind, Namespace, Name);

    /// <summary>The row after a look; without the times of states, which the histories know.</summary>
    public static ApplicationRow From(ApplicationId id, ApplicationChange change, OperationStatus? operation, ApplicationRow? before)
    {
        var (state, environment) = (change.Observation!.State, change.Environment!);
        var observed = change.Moment.NotAfter.ToUnixTimeMilliseconds();
        return new ApplicationRow
        {
            Id = before?.Id ?? 0,
            Cluster = id.Cluster,
            Operator = id.Operator,
            Kind = id.Kind,
            Namespace = id.Namespace,
            Name = id.Name,
            Uid = StoredText.Short(change.Uid),
            ResourceVersion = StoredText.Short(state.ResourceVersion),
            ChangedIn = before?.ChangedIn ?? 0,
            FirstSeen = before?.FirstSeen ?? observed,
            ObservedAt = observed,
            CreatedAt = StoredMoment.Milliseconds(state.Created),
            Project = StoredText.Short(state.Project),
            Environment = StoredText.Short(environment.Environment),
            EnvironmentBecause = StoredText.Short(environment.Because),
            Budget = (long)environment.Budget.TotalMilliseconds,
            DestinationServer = StoredText.Short(state.Destination.Server),
            DestinationName = StoredText.Short(state.Destination.Name),
            DestinationNamespace = StoredText.Short(state.Destination.Namespace),
            DeployedBy = (long?)state.DeployedBy,
            DeployedAt = StoredMoment.Milliseconds(state.DeployedAt),
            Sync = (long)state.Sync,
            Health = (long)state.Health,
            Suspended = Flag(state.Suspended),
            Automated = Flag(state.Automation.Automated),
            SelfHeal = Flag(state.Automation.SelfHeal),
            LookInterval = (long?)state.Interval?.TotalMilliseconds,
            LastLooked = StoredMoment.Milliseconds(state.LastLooked),
            Heartbeat = Flag(state.Heartbeat),
            OperationPhase = (long?)operation?.Phase,
            OperationKind = (long?)operation?.Kind,
            OperationStarted = StoredMoment.Milliseconds(operation?.Started?.NotAfter),
            OperationFinished = StoredMoment.Milliseconds(operation?.Finished?.NotAfter),
            OperationRetries = operation?.Retries,
            OperationMessage = StoredText.Message(operation?.Message),
            Message = StoredText.Message(state.Message),
            ResourcesTotal = state.Resources.Total,
            ResourcesOutOfSync = state.Resources.OutOfSync,
            ResourcesDegraded = state.Resources.Degraded,
            ResourcesMissing = state.Resources.Missing,
            ResourcesRequiresPruning = state.Resources.RequiresPruning,
            Details = ApplicationDetails.Write(state),
        };
    }

    private static long Flag(bool value) => value ? 1 : 0;
}
