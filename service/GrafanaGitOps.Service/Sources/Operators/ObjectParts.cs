using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>What every operator's object has: labels, annotations, conditions, and what made it.</summary>
internal static class ObjectParts
{
    /// <summary>A copy of the object that kubectl keeps in it; bulk, and the place where secrets end up.</summary>
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public static IReadOnlyDictionary<string, string> Labels(Dictionary<string, string?>? labels)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in labels ?? [])
        {
            if (key == LastApplied) continue;
            if (kept.Count == ApplicationLimits.Labels) break;
            kept[ForeignText.Line(key)] = BoundedText.Url(value) ?? "";
        }

        return kept;
    }

    public static IReadOnlyList<ApplicationCondition> Conditions(List<ConditionEntry?>? conditions) =>
    [
        .. (conditions ?? []).OfType<ConditionEntry>().Where(condition => !string.IsNullOrEmpty(condition.Type)).Take(ApplicationLimits.Conditions)
            .Select(condition => new ApplicationCondition(
                ForeignText.Line(condition.Type), BoundedText.Text(condition.Status), BoundedText.Text(condition.Reason),
                BoundedText.Message(condition.Message), Utc(condition.LastTransitionTime))),
    ];

    public static IEnumerable<ParentApplication> Parents(OperatorObjectMeta meta)
    {
        foreach (var owner in (meta.OwnerReferences ?? []).Where(owner => owner is { Kind: "ApplicationSet", Name.Length: > 0 }))
            yield return new ParentApplication(ParentRelation.ApplicationSet, "ApplicationSet", meta.Namespace, ForeignText.Line(owner!.Name));
        if (Tracking(meta) is { } tracking) yield return tracking;
        if (FluxOwner(meta, "kustomize.toolkit.fluxcd.io", ParentRelation.Kustomization, "Kustomization") is { } kustomization) yield return kustomization;
        if (FluxOwner(meta, "helm.toolkit.fluxcd.io", ParentRelation.HelmRelease, "HelmRelease") is { } release) yield return release;
    }

    public static DateTimeOffset? Utc(DateTimeOffset? time) => time?.ToUniversalTime();

    /// <summary>
    /// Argo CD marks what it applies as <c>application:group/kind:namespace/name</c>; an application outside Argo CD's own namespace is written
    /// <c>namespace_application</c>. The label is the older way.
    /// </summary>
    private static ParentApplication? Tracking(OperatorObjectMeta meta)
    {
        var id = meta.Annotations?.GetValueOrDefault("argocd.argoproj.io/tracking-id");
        var fromAnnotation = id is not null && id.Contains(':');
        var instance = fromAnnotation ? id![..id!.IndexOf(':')] : meta.Labels?.GetValueOrDefault("app.kubernetes.io/instance");
        if (string.IsNullOrEmpty(instance) || instance == meta.Name) return null;
        var underscore = instance.IndexOf('_');
        return new ParentApplication(
            fromAnnotation ? ParentRelation.Tracking : ParentRelation.TrackingLabel, "Application",
            underscore < 0 ? null : ForeignText.Line(instance[..underscore]), ForeignText.Line(instance[(underscore + 1)..]));
    }

    private static ParentApplication? FluxOwner(OperatorObjectMeta meta, string group, ParentRelation relation, string kind) =>
        meta.Labels?.GetValueOrDefault($"{group}/name") is { Length: > 0 } name
            ? new ParentApplication(relation, kind, BoundedText.Text(meta.Labels.GetValueOrDefault($"{group}/namespace")), ForeignText.Line(name))
            : null;
}
