namespace GrafanaGitOps.Service.Events;

/// <summary>Where an application is deployed to.</summary>
/// <param name="Server">API server; null when the operator names the cluster or deploys to its own.</param>
/// <param name="Name">The operator's name of the cluster, or the secret with its kubeconfig (Flux).</param>
/// <param name="Namespace">Namespace for resources that name none; null when they name their own.</param>
public sealed record Destination(string? Server, string? Name, string? Namespace);

/// <summary>What an operator does by itself.</summary>
/// <param name="Automated">Syncs when the desired revision changes.</param>
/// <param name="SelfHeal">Puts back what somebody changed in the cluster.</param>
/// <param name="Prune">Removes what is no longer desired; null where it is not a setting.</param>
public sealed record AutomationPolicy(bool Automated = false, bool SelfHeal = false, bool? Prune = null);

/// <summary>A sync as the application's state shows it; the ledger has the whole <see cref="SyncAttempt"/>.</summary>
public sealed record OperationStatus
{
    /// <summary>How far it is.</summary>
    public required SyncPhase Phase { get; init; }

    /// <summary>What for.</summary>
    public required SyncKind Kind { get; init; }

    /// <summary>When it began.</summary>
    public Moment? Started { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public Moment? Finished { get; init; }

    /// <summary>How often it was tried again.</summary>
    public long Retries { get; init; }

    /// <summary>What the operator says about it.</summary>
    public string? Message { get; init; }
}

/// <summary>A condition of a Kubernetes object.</summary>
/// <param name="Type">Type.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>; null for Argo CD, whose conditions are there or not.</param>
/// <param name="Reason">Reason; null for Argo CD.</param>
/// <param name="Message">Message.</param>
/// <param name="Since">When the status became what it is.</param>
public sealed record ApplicationCondition(string Type, string? Status, string? Reason, string? Message, DateTimeOffset? Since);

/// <summary>How an application belongs to another object.</summary>
public enum ParentRelation
{
    /// <summary>Owner reference of an Argo CD ApplicationSet.</summary>
    ApplicationSet,

    /// <summary>Argo CD's tracking annotation: an application whose resources include this one (app of apps).</summary>
    Tracking,

    /// <summary>Label <c>app.kubernetes.io/instance</c>, by which Argo CD tracks too; other tools set it as well, so it is a hint only.</summary>
    TrackingLabel,

    /// <summary>The Flux Kustomization that applies this object.</summary>
    Kustomization,

    /// <summary>The Flux HelmRelease that applies this object.</summary>
    HelmRelease,

    /// <summary>Flux <c>dependsOn</c>: is not reconciled before the other is ready.</summary>
    DependsOn,
}

/// <summary>Another object that this application belongs to or waits for.</summary>
/// <param name="Relation">How.</param>
/// <param name="Kind">Its Kubernetes kind.</param>
/// <param name="Namespace">Its namespace; null when it is not said.</param>
/// <param name="Name">Its name.</param>
public sealed record ParentApplication(ParentRelation Relation, string Kind, string? Namespace, string Name);

/// <summary>What Argo CD's source hydrator did last: dry is the commit that people wrote, hydrated the one with rendered manifests.</summary>
public sealed record HydratorState
{
    /// <summary><c>Hydrating</c>, <c>Failed</c> or <c>Hydrated</c>.</summary>
    public string? Phase { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; init; }

    /// <summary>The commit that is or was rendered last.</summary>
    public string? DrySha { get; init; }

    /// <summary>What came of it; null until it is done.</summary>
    public string? HydratedSha { get; init; }

    /// <summary>When the rendering began.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The commit of the last rendering that succeeded.</summary>
    public string? LastDrySha { get; init; }

    /// <summary>What came of that.</summary>
    public string? LastHydratedSha { get; init; }

    /// <summary>Repository of the dry commits, without credentials.</summary>
    public string? DryRepoUrl { get; init; }

    /// <summary>Path of the dry source.</summary>
    public string? DryPath { get; init; }

    /// <summary>What the dry source follows.</summary>
    public string? DryTargetRevision { get; init; }
}
