namespace GrafanaGitOps.Service.Events;

/// <summary>An application as its object says, at one resource version. Every list and text is within <see cref="ApplicationLimits"/>.</summary>
public sealed record ApplicationState
{
    /// <summary>Which application.</summary>
    public required ApplicationId Id { get; init; }

    /// <summary>Kubernetes uid: another one under the same <see cref="Id"/> is another application.</summary>
    public required string Uid { get; init; }

    /// <summary>Kubernetes resource version that this was read from; opaque, only equality means something.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>Counts changes of the spec.</summary>
    public long Generation { get; init; }

    /// <summary>When the object was made.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When its deletion was asked for; null while it is to stay.</summary>
    public DateTimeOffset? DeletionRequested { get; init; }

    /// <summary>Argo CD project; null for Flux.</summary>
    public string? Project { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Annotations without what kubectl keeps for itself.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it is deployed to.</summary>
    public required Destination Destination { get; init; }

    /// <summary>What it is built from, in the order of the spec.</summary>
    public IReadOnlyList<ApplicationSource> Sources { get; init; } = [];

    /// <summary>How it is known what is deployed; null when nothing is, as far as is known.</summary>
    public DeployedBy? DeployedBy { get; init; }

    /// <summary>When it was found to be so: a later finding replaces an earlier one. Null where nobody wrote it down.</summary>
    public DateTimeOffset? DeployedAt { get; init; }

    /// <summary>Whether the cluster holds the desired revision.</summary>
    public SyncStatus Sync { get; init; }

    /// <summary>
    /// What the operator's own conditions say of sync while desired and deployed revisions are the same; null when they say nothing else than
    /// that. For Argo CD always <see cref="Sync"/>.
    /// </summary>
    public SyncStatus? OperatorSync { get; init; }

    /// <summary>How the resources do.</summary>
    public HealthStatus Health { get; init; }

    /// <summary>What the operator says about it.</summary>
    public string? HealthMessage { get; init; }

    /// <summary>Since when; null where the operator does not say.</summary>
    public DateTimeOffset? HealthSince { get; init; }

    /// <summary>Somebody told the operator to leave it alone; such an application does not age.</summary>
    public bool Suspended { get; init; }

    /// <summary>What the operator does by itself.</summary>
    public AutomationPolicy Automation { get; init; } = new();

    /// <summary>How often the operator looks by itself; null when that is unknown.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>When the operator looked last; at least then, where <see cref="Heartbeat"/> is false.</summary>
    public DateTimeOffset? LastLooked { get; init; }

    /// <summary>Whether the operator writes down each look, so that silence means that it did not look.</summary>
    public bool Heartbeat { get; init; }

    /// <summary>The running sync, else the last one; null when there was none.</summary>
    public OperationStatus? Operation { get; init; }

    /// <summary>Conditions as the object holds them.</summary>
    public IReadOnlyList<ApplicationCondition> Conditions { get; init; } = [];

    /// <summary>The one message that a person should read first: errors before failures before health before warnings.</summary>
    public string? Message { get; init; }

    /// <summary>Resources that it manages.</summary>
    public ResourceInventory Resources { get; init; } = ResourceInventory.Empty;

    /// <summary>Container images that run.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Addresses under which it can be opened; http and https only, without credentials.</summary>
    public IReadOnlyList<string> ExternalUrls { get; init; } = [];

    /// <summary>What made it, and what it waits for.</summary>
    public IReadOnlyList<ParentApplication> Parents { get; init; } = [];

    /// <summary>Argo CD's source hydrator; null when it is not used.</summary>
    public HydratorState? Hydrator { get; init; }

    /// <summary>What a reader must know to read the rest right, such as a list that was cut.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
