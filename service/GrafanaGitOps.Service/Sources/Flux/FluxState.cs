using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>What Kustomizations and HelmReleases have in common.</summary>
internal static class FluxState
{
    public static ApplicationState Of(
        OperatorObject read, ApplicationId id, FluxConditions conditions, FluxVerdict verdict, IReadOnlyList<SyncAttempt> attempts) => new()
        {
            Id = id,
            Uid = ForeignText.Line(read.Metadata!.Uid),
            ResourceVersion = ForeignText.Line(read.Metadata.ResourceVersion),
            Generation = read.Metadata.Generation ?? 0,
            Created = ObjectParts.Utc(read.Metadata.CreationTimestamp),
            DeletionRequested = ObjectParts.Utc(read.Metadata.DeletionTimestamp),
            Labels = ObjectParts.Labels(read.Metadata.Labels),
            Annotations = ObjectParts.Labels(read.Metadata.Annotations),
            Destination = new Destination(null, null, null),
            OperatorSync = verdict.Sync,
            Health = verdict.Health,
            HealthMessage = verdict.Remark ?? verdict.Decided?.Message,
            HealthSince = verdict.Decided?.Since,
            Operation = Operation(conditions, attempts, verdict.Health == HealthStatus.Progressing),
            Conditions = conditions.All,
            Message = conditions.Stalled?.Message ?? (conditions.IsTrue("Drifted") ? conditions.Find("Drifted")?.Message : null) ?? conditions.Ready?.Message,
        };

    public static Destination Destination(string? targetNamespace, KubeConfigDto? kubeConfig, OperatorObjectMeta meta)
    {
        var remote = kubeConfig?.SecretRef?.Name ?? kubeConfig?.ConfigMapRef?.Name;
        return new Destination(null, remote is null ? null : ForeignText.Line($"{meta.Namespace}/{remote}"), BoundedText.Text(targetNamespace));
    }

    public static SourceReference? Reference(ReferenceDto? reference, OperatorObjectMeta meta) =>
        reference is { Kind: { Length: > 0 } kind, Name: { Length: > 0 } name }
            ? new SourceReference(ForeignText.Line(kind), ForeignText.Line(reference.Namespace is { Length: > 0 } own ? own : meta.Namespace), ForeignText.Line(name))
            : null;

    public static IReadOnlyList<ParentApplication> Parents(OperatorObjectMeta meta, string kind, List<ReferenceDto?>? dependsOn) =>
    [
        .. ObjectParts.Parents(meta).Concat((dependsOn ?? []).Where(one => !string.IsNullOrEmpty(one?.Name)).Select(one =>
            new ParentApplication(ParentRelation.DependsOn, kind, BoundedText.Text(one!.Namespace) ?? meta.Namespace, ForeignText.Line(one.Name))))
            .Take(ApplicationLimits.Parents),
    ];

    /// <summary>A sync that runs, else the last attempt, or the last that failed when Flux gave up. A routine look, and a retry after a failure until it ends, are still that.</summary>
    private static OperationStatus? Operation(FluxConditions conditions, IReadOnlyList<SyncAttempt> attempts, bool progresses)
    {
        if (progresses && conditions.Reconciling is { } reconciling && conditions.Ready is { Status: "Unknown" } && attempts is not [.., { Phase: SyncPhase.Running }])
        {
            return new OperationStatus
            {
                Phase = SyncPhase.Running,
                Kind = SyncKind.Full,
                Started = reconciling.Since is { } since ? Moment.Exactly(since) : null,
                Message = reconciling.Message,
            };
        }

        if (attempts.Count == 0) return null;
        // What went back to the release before did not do what was asked for, and nobody will try that again.
        var gaveUp = conditions.Stalled is null ? null : attempts.LastOrDefault(attempt => attempt.Phase is SyncPhase.Failed or SyncPhase.Error);
        var last = gaveUp ?? attempts[^1];
        return new OperationStatus
        {
            Phase = last.Phase,
            Kind = last.Kind,
            Started = last.Started,
            Finished = last.Finished,
            Retries = last.Retries,
            Message = last.Message,
        };
    }
}
