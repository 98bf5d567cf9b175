namespace GrafanaGitOps.Service.Events;

/// <summary>Whether the cluster holds what the desired revision says. Names are the texts that Argo CD writes.</summary>
public enum SyncStatus
{
    /// <summary>Nobody can say: not compared yet, or the comparison failed.</summary>
    Unknown,

    /// <summary>The same.</summary>
    Synced,

    /// <summary>Different.</summary>
    OutOfSync,
}

/// <summary>How the deployed resources do. Names are the texts that Argo CD writes.</summary>
public enum HealthStatus
{
    /// <summary>Nobody can say.</summary>
    Unknown,

    /// <summary>All work.</summary>
    Healthy,

    /// <summary>On the way to healthy, not failed.</summary>
    Progressing,

    /// <summary>Something failed or did not become healthy in time.</summary>
    Degraded,

    /// <summary>A resource is paused, such as a CronJob or a paused Deployment; not the same as <see cref="ApplicationState.Suspended"/>.</summary>
    Suspended,

    /// <summary>Not in the cluster.</summary>
    Missing,
}

/// <summary>How far a sync attempt is. Names are the texts that Argo CD writes.</summary>
public enum SyncPhase
{
    /// <summary>A text that this version does not know.</summary>
    Unknown,

    /// <summary>Not ended.</summary>
    Running,

    /// <summary>Somebody stopped it; not ended yet.</summary>
    Terminating,

    /// <summary>A resource could not be applied, or a hook or test failed.</summary>
    Failed,

    /// <summary>The operator could not do it at all.</summary>
    Error,

    /// <summary>Ended well.</summary>
    Succeeded,
}

/// <summary>What a sync attempt was for.</summary>
public enum SyncKind
{
    /// <summary>The whole application to a revision.</summary>
    Full,

    /// <summary>Chosen resources only.</summary>
    Selective,

    /// <summary>Argo CD put back resources that differed from a revision that was deployed already.</summary>
    SelfHeal,

    /// <summary>Changed nothing.</summary>
    DryRun,

    /// <summary>Back to a revision that was deployed before the last one.</summary>
    Rollback,

    /// <summary>Flux put back what differed from a revision that was deployed already.</summary>
    DriftCorrection,

    /// <summary>First installation of a Helm release.</summary>
    Install,

    /// <summary>Upgrade of a Helm release.</summary>
    Upgrade,

    /// <summary>Removal of a Helm release.</summary>
    Uninstall,
}

/// <summary>Where a sync attempt was read. Later members know more: a record of one is not replaced by an earlier member's.</summary>
public enum SeenIn
{
    /// <summary>The operator's own history; it leaves out what <see cref="SyncAttempt.Resources"/> and <see cref="SyncAttempt.Message"/> hold.</summary>
    History,

    /// <summary>An event that the operator sent.</summary>
    Event,

    /// <summary>The object's status.</summary>
    Status,
}
