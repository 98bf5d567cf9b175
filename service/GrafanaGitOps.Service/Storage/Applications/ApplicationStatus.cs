using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>An application as the ledger has it now, without when the operator looked last.</summary>
public sealed record ApplicationStatus
{
    /// <summary>Number of its row.</summary>
    public required long Id { get; init; }

    /// <summary>Version of the ledger in which it changed last.</summary>
    public required long ChangedIn { get; init; }

    /// <summary>When its object was gone; null while it is there.</summary>
    public DateTimeOffset? Deleted { get; init; }

    /// <summary>Which application.</summary>
    public required ApplicationId Application { get; init; }

    /// <inheritdoc cref="ApplicationState.Project"/>
    public string? Project { get; init; }

    /// <inheritdoc cref="EnvironmentVerdict.Environment"/>
    public string? Environment { get; init; }

    /// <inheritdoc cref="EnvironmentVerdict.Budget"/>
    public TimeSpan Budget { get; init; }

    /// <inheritdoc cref="Destination.Namespace"/>
    public string? DestinationNamespace { get; init; }

    /// <inheritdoc cref="ApplicationState.Created"/>
    public DateTimeOffset? Created { get; init; }

    /// <inheritdoc cref="ApplicationState.DeployedBy"/>
    public DeployedBy? DeployedBy { get; init; }

    /// <inheritdoc cref="ApplicationState.Sync"/>
    public SyncStatus Sync { get; init; }

    /// <summary>When <see cref="Sync"/> became what it is.</summary>
    public Moment SyncSince { get; init; }

    /// <inheritdoc cref="ApplicationState.Health"/>
    public HealthStatus Health { get; init; }

    /// <summary>When <see cref="Health"/> became what it is.</summary>
    public Moment HealthSince { get; init; }

    /// <inheritdoc cref="ApplicationState.Suspended"/>
    public bool Suspended { get; init; }

    /// <inheritdoc cref="AutomationPolicy.Automated"/>
    public bool Automated { get; init; }

    /// <inheritdoc cref="ApplicationState.Interval"/>
    public TimeSpan? Interval { get; init; }

    /// <inheritdoc cref="ApplicationState.Heartbeat"/>
    public bool Heartbeat { get; init; }

    /// <summary>The running sync, else the last one; null when there was none.</summary>
    public LastSync? LastSync { get; init; }

    /// <inheritdoc cref="ApplicationState.Message"/>
    public string? Message { get; init; }

    /// <inheritdoc cref="ResourceInventory.Total"/>
    public long Resources { get; init; }

    /// <inheritdoc cref="ResourceInventory.OutOfSync"/>
    public long ResourcesOutOfSync { get; init; }

    /// <inheritdoc cref="ResourceInventory.Degraded"/>
    public long ResourcesDegraded { get; init; }

    /// <summary>When the last deployment ended, or began where its end is not known; null when none is known.</summary>
    public DateTimeOffset? LastDeployment { get; init; }

    /// <summary>What waits to be deployed; null while nobody has looked.</summary>
    public DeliveryStatus? Delivery { get; init; }

    /// <summary>What it is built from, in the order of the spec.</summary>
    public IReadOnlyList<SourceStatus> Sources
    {
        get;
        init
        {
            field = value;
            ShownSource = value.FirstOrDefault(source => source.Repository is not null) ?? (value.Count == 0 ? null : value[0]);
            OnlySource = value is [var only] ? only : null;
        }
    }
        = [];

    /// <summary>The source whose commits are shown: the first of an indexed repository, else the first; null where there is none.</summary>
    internal SourceStatus? ShownSource { get; private init; }

    /// <summary>The source of an application that has just one.</summary>
    internal SourceStatus? OnlySource { get; private init; }

    /// <summary>What a reader must know to read the rest right.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Folders (<c>apps/web</c>) and files that make it up, each with the row of its repository; "" is the whole repository.</summary>
    public IReadOnlyList<(long Repository, string Path)> Paths { get; init; } = [];

    /// <summary>By name, then by the rest of what identifies an application.</summary>
    public static int ByName(ApplicationStatus left, ApplicationStatus right)
    {
        var (one, other) = (left.Application, right.Application);
        var order = string.CompareOrdinal(one.Name, other.Name);
        if (order == 0) order = string.CompareOrdinal(one.Namespace, other.Namespace);
        if (order == 0) order = string.CompareOrdinal(one.Cluster, other.Cluster);
        return order == 0 ? string.CompareOrdinal(one.Kind, other.Kind) : order;
    }
}

/// <summary>A sync, as an application's row shows it.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="Kind">What for.</param>
/// <param name="Started">When it began, at the latest.</param>
/// <param name="Finished">When it ended, at the latest; null while it runs.</param>
/// <param name="Initiator">Who began it; null where the ledger does not have the attempt, or nobody said.</param>
public sealed record LastSync(SyncPhase Phase, SyncKind Kind, DateTimeOffset? Started, DateTimeOffset? Finished, Initiator? Initiator);

/// <summary>What waits to be deployed.</summary>
/// <param name="Known">Whether it is known, or why not.</param>
/// <param name="CommitsBehind">Commits that wait; null when it is not known.</param>
/// <param name="OldestPending">When the oldest of them got onto the target branch; null when none waits, or nothing is known.</param>
/// <param name="Notice">What a reader must know of it.</param>
/// <param name="PathsNotice">What is off with the files that it depends on.</param>
public sealed record DeliveryStatus(CommitsKnown Known, long? CommitsBehind, DateTimeOffset? OldestPending, string? Notice, string? PathsNotice);

/// <summary>A source of an application.</summary>
public sealed record SourceStatus
{
    /// <inheritdoc cref="ApplicationSource.RepoUrl"/>
    public string? RepoUrl { get; init; }

    /// <summary>Name of the indexed repository with this URL; null when there is none.</summary>
    public string? Repository { get; init; }

    /// <inheritdoc cref="ApplicationSource.Path"/>
    public string? Path { get; init; }

    /// <inheritdoc cref="ApplicationSource.Chart"/>
    public string? Chart { get; init; }

    /// <inheritdoc cref="ApplicationSource.TargetRevision"/>
    public string? TargetRevision { get; init; }

    /// <summary>What should run; what Flux tried last while the source object has not been seen.</summary>
    public RevisionRef? Desired { get; init; }

    /// <inheritdoc cref="ApplicationSource.Deployed"/>
    public RevisionRef? Deployed { get; init; }

    /// <summary>The commit that should run, itself or as the origin of an artifact; null where none is known.</summary>
    public string? DesiredCommit { get; init; }

    /// <summary>The commit that runs.</summary>
    public string? DeployedCommit { get; init; }

    /// <summary>Number of the pull request that brought <see cref="DesiredCommit"/>, where its subject names one.</summary>
    public int? PullRequest { get; init; }

    /// <summary>Who wrote <see cref="DesiredCommit"/>; null where it is not indexed.</summary>
    public string? Author { get; init; }

    /// <summary>First paragraph of its message.</summary>
    public string? Subject { get; init; }

    /// <inheritdoc cref="ApplicationSource.Notice"/>
    public string? Notice { get; init; }
}

/// <summary>An application, and when its operator looked at it last.</summary>
/// <param name="Status">The application.</param>
/// <param name="LastLooked">When its operator looked last.</param>
/// <param name="Place">Its place among all applications by name.</param>
public readonly record struct SnapshotEntry(ApplicationStatus Status, DateTimeOffset? LastLooked, int Place);
