using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>Turns a HelmRelease into what it says of the application and of its syncs. Pure; <see cref="FluxSources"/> adds what its source says.</summary>
internal static class HelmReleaseMapper
{
    /// <summary>Maps one HelmRelease of <paramref name="cluster"/>, our configured name of the cluster that holds it.</summary>
    public static OperatorObservation Map(HelmReleaseDto release, string cluster)
    {
        var (meta, spec, status) = (release.Metadata!, release.Spec, release.Status);
        var id = new ApplicationId(cluster, OperatorNames.Flux, "HelmRelease", meta.Namespace ?? "", meta.Name!);
        var conditions = new FluxConditions(ObjectParts.Conditions(status?.Conditions));
        var attempts = HelmReleaseAttempts.Read(release, id, conditions);
        var notices = new List<string>();
        var source = Source(spec, status, meta);
        var state = FluxState.Of(release, id, conditions, HelmReleaseVerdict.Of(release, conditions), attempts) with
        {
            Destination = FluxState.Destination(spec?.TargetNamespace, spec?.KubeConfig, meta),
            Sources = [source],
            DeployedBy = source.Deployed is null ? null : DeployedBy.Controller,
            Suspended = spec?.Suspend == true,
            Automation = new AutomationPolicy(spec?.Suspend != true, spec?.Suspend != true && spec?.DriftDetection?.Mode == "enabled"),
            Interval = FluxDuration.Parse(spec?.Interval),
            // A look that changes nothing leaves no trace, so this is only the last one that did.
            LastLooked = conditions.Newest,
            Heartbeat = false,
            Resources = FluxInventory.Read(status?.Inventory, notices),
            Parents = FluxState.Parents(meta, "HelmRelease", spec?.DependsOn),
            Notices = notices,
        };
        return new OperatorObservation(FluxSources.ResolveWith(state, null, null), attempts);
    }

    private static ApplicationSource Source(HelmReleaseSpecDto? spec, HelmReleaseStatusDto? status, OperatorObjectMeta meta)
    {
        var chart = spec?.Chart?.Spec;
        var isPath = chart?.SourceRef?.Kind is "GitRepository" or "Bucket";
        return new ApplicationSource
        {
            Chart = isPath ? null : BoundedText.Text(chart?.Chart ?? HelmReleases.Newest(status)?.ChartName),
            Path = isPath ? BoundedText.Text(chart?.Chart) : null,
            TargetRevision = BoundedText.Text(chart?.Version),
            Build = isPath ? new SourceBuild { Tool = BuildTool.Helm, IgnoreMissing = chart?.IgnoreMissingValuesFiles == true } : null,
            ValuesFiles = BoundedText.List(chart?.ValuesFiles, ApplicationLimits.ValuesFiles),
            Object = FluxState.Reference(spec?.ChartRef, meta) ?? HelmChart(chart, status, meta),
            Deployed = HelmReleases.Deployed(status),
            Attempted = Attempted(status),
        };
    }

    /// <summary>The HelmChart that Flux makes of the spec: named by the status, else by Flux's rule.</summary>
    private static SourceReference? HelmChart(HelmChartSpecDto? chart, HelmReleaseStatusDto? status, OperatorObjectMeta meta)
    {
        if (status?.HelmChart is { Length: > 0 } named && named.IndexOf('/') is > 0 and var slash)
            return new SourceReference("HelmChart", ForeignText.Line(named[..slash]), ForeignText.Line(named[(slash + 1)..]));
        if (chart is null) return null;
        var space = chart.SourceRef?.Namespace is { Length: > 0 } own ? own : meta.Namespace;
        return new SourceReference("HelmChart", ForeignText.Line(space), ForeignText.Line($"{meta.Namespace}-{meta.Name}"));
    }

    private static RevisionRef? Attempted(HelmReleaseStatusDto? status)
    {
        var revision = RevisionRef.Parse(status?.LastAttemptedRevision);
        var digest = RevisionRef.Parse(status?.LastAttemptedRevisionDigest);
        return revision is null || digest?.Digest is null ? revision : revision with { Algorithm = digest.Algorithm, Digest = digest.Digest };
    }
}
