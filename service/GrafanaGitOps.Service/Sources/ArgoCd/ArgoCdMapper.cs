using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>Turns an Argo CD Application into what it says of the application and of its syncs. Pure: the same object gives the same answer.</summary>
internal static class ArgoCdMapper
{
    /// <summary>How often Argo CD compares by itself (<c>timeout.reconciliation</c>), before its jitter of up to a minute.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(120);

    /// <summary>Maps one Application.</summary>
    /// <param name="application">As <see cref="ArgoCdObjects"/> read it.</param>
    /// <param name="cluster">The configured name of the cluster that holds it.</param>
    /// <param name="interval">How often this Argo CD compares by itself; zero when it never does. Default <see cref="DefaultInterval"/>.</param>
    public static OperatorObservation Map(ApplicationDto application, string cluster, TimeSpan? interval = null)
    {
        var meta = application.Metadata!;
        var id = new ApplicationId(cluster, OperatorNames.ArgoCd, "Application", meta.Namespace ?? "", meta.Name!);
        var attempts = ArgoCdAttempts.Read(application, id);
        var notices = new List<string>();
        var state = State(application, id, attempts, notices) with { Interval = interval == TimeSpan.Zero ? null : interval ?? DefaultInterval };
        return new OperatorObservation(state with { Notices = notices }, attempts);
    }

    private static ApplicationState State(ApplicationDto application, ApplicationId id, IReadOnlyList<SyncAttempt> attempts, List<string> notices)
    {
        var (meta, spec, status) = (application.Metadata!, application.Spec, application.Status);
        var sync = OperatorText.Sync(status?.Sync?.Status);
        if (Waits(application.Operation, status?.OperationState) is { } notice) notices.Add(notice);
        var state = new ApplicationState
        {
            Id = id,
            Uid = ForeignText.Line(meta.Uid),
            ResourceVersion = ForeignText.Line(meta.ResourceVersion),
            Generation = meta.Generation ?? 0,
            Created = ObjectParts.Utc(meta.CreationTimestamp),
            DeletionRequested = ObjectParts.Utc(meta.DeletionTimestamp),
            Project = BoundedText.Text(spec?.Project),
            Labels = ObjectParts.Labels(meta.Labels),
            Annotations = ObjectParts.Labels(meta.Annotations),
            Destination = Destination(spec?.Destination),
            Sync = sync,
            OperatorSync = sync,
            Suspended = IsSkipped(meta, notices),
            Automation = Automation(spec?.SyncPolicy?.Automated),
            LastLooked = ObjectParts.Utc(status?.ReconciledAt),
            Heartbeat = true,
            Parents = [.. ObjectParts.Parents(meta).Take(ApplicationLimits.Parents)],
            Hydrator = ArgoCdHydrator.Read(spec?.SourceHydrator, status?.SourceHydrator),
            Resources = ArgoCdResources.Inventory(status?.Resources, notices),
        };
        return WithStatus(ArgoCdSources.Read(state, application, attempts, notices), status, attempts);
    }

    /// <summary>Argo CD keeps what was asked for until it has ended, its tries and the pauses between them included.</summary>
    private static string? Waits(OperationDto? asked, OperationStateDto? state) => OperatorText.Phase(state?.Phase) switch
    {
        SyncPhase.Running when state!.FinishedAt is not null => "A try of the sync has failed, and Argo CD waits before the next one.",
        SyncPhase.Running or SyncPhase.Terminating => null,
        _ => asked?.Sync is null ? null : "A sync is asked for and has not begun.",
    };

    private static bool IsSkipped(OperatorObjectMeta meta, List<string> notices)
    {
        if (meta.Annotations?.GetValueOrDefault("argocd.argoproj.io/skip-reconcile") != "true") return false;
        notices.Add("Argo CD skips this application: its annotation argocd.argoproj.io/skip-reconcile is true.");
        return true;
    }

    private static Destination Destination(DestinationDto? destination) =>
        new(BoundedText.Url(destination?.Server), BoundedText.Text(destination?.Name), BoundedText.Text(destination?.Namespace));

    private static ApplicationState WithStatus(ApplicationState state, StatusDto? status, IReadOnlyList<SyncAttempt> attempts)
    {
        var conditions = ObjectParts.Conditions(status?.Conditions);
        var last = attempts.Count > 0 ? attempts[^1] : null;
        var healthMessage = BoundedText.Message(status?.Health?.Message);
        return state with
        {
            Health = OperatorText.Health(status?.Health?.Status),
            HealthMessage = healthMessage,
            HealthSince = ObjectParts.Utc(status?.Health?.LastTransitionTime),
            Operation = last is null ? null : Operation(last),
            Conditions = conditions,
            Message = Message(conditions, last, healthMessage) ?? ByHand(state, last),
            Images = BoundedText.List(status?.Summary?.Images, ApplicationLimits.Images),
            ExternalUrls = ArgoCdLinks.Read(status?.Summary?.ExternalUrls, state.Annotations),
        };
    }

    /// <summary>A policy that names no <c>enabled</c> is on: the field came later than the policy.</summary>
    private static AutomationPolicy Automation(AutomatedDto? automated) =>
        automated is null || automated.Enabled == false
            ? new AutomationPolicy(Prune: automated?.Prune ?? false)
            : new AutomationPolicy(Automated: true, automated.SelfHeal ?? false, automated.Prune ?? false);

    private static OperationStatus Operation(SyncAttempt last) => new()
    {
        Phase = last.Phase,
        Kind = last.Kind,
        Started = last.Started,
        Finished = last.Finished,
        Retries = last.Retries,
        Message = last.Message,
    };

    /// <summary>What differs and is synced by hand stays so until somebody does.</summary>
    private static string? ByHand(ApplicationState state, SyncAttempt? last) =>
        state is { Sync: SyncStatus.OutOfSync, Automation.Automated: false, DeletionRequested: null } && last is not { IsRunning: true }
            ? "It differs from what is desired, and automated sync is off: somebody has to sync it." : null;

    private static string? Message(IReadOnlyList<ApplicationCondition> conditions, SyncAttempt? last, string? healthMessage) =>
        conditions.FirstOrDefault(condition => condition.Type.EndsWith("Error", StringComparison.Ordinal))?.Message
        ?? (last is { Phase: not SyncPhase.Succeeded } ? last.Message : null)
        ?? healthMessage
        ?? conditions.FirstOrDefault(condition => condition.Type.EndsWith("Warning", StringComparison.Ordinal))?.Message;
}
