using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>The releases that a HelmRelease remembers: those since the last good one, as Helm's storage holds them.</summary>
internal static class HelmReleases
{
    /// <summary>Oldest first; those without a time are left out.</summary>
    public static List<ReleaseSnapshotDto> Ordered(HelmReleaseStatusDto? status) =>
    [
        .. (status?.History ?? []).OfType<ReleaseSnapshotDto>().Where(snapshot => snapshot.LastDeployed is not null)
            .OrderBy(snapshot => snapshot.LastDeployed).ThenBy(snapshot => snapshot.Version).TakeLast(ApplicationLimits.Attempts),
    ];

    public static ReleaseSnapshotDto? Newest(HelmReleaseStatusDto? status) => Ordered(status) is [.., var newest] ? newest : null;

    /// <summary>
    /// The release that runs: what Helm calls deployed, even when its tests failed. Null when there is none. v2beta1 names only its revision.
    /// </summary>
    public static RevisionRef? Deployed(HelmReleaseStatusDto? status)
    {
        var running = Ordered(status).FindLast(snapshot => snapshot.Status == "deployed");
        if (running is not null) return Revision(running);
        return status?.History is { Count: > 0 } ? null : RevisionRef.Parse(status?.LastAppliedRevision);
    }

    /// <summary>The chart's version, with the digest of the artifact where it came from a registry.</summary>
    public static RevisionRef? Revision(ReleaseSnapshotDto snapshot)
    {
        var revision = RevisionRef.Parse(snapshot.ChartVersion);
        var oci = RevisionRef.Parse(snapshot.OciDigest);
        return oci?.Digest is null ? revision : revision is null ? oci : revision with { Algorithm = oci.Algorithm, Digest = oci.Digest };
    }

    /// <summary>Names chart and values together: most upgrades change values alone. Null where the values are not known.</summary>
    public static string? Content(ReleaseSnapshotDto snapshot) => string.IsNullOrEmpty(snapshot.ConfigDigest) ? null
        : BoundedText.Text($"{snapshot.ChartName} {snapshot.ChartVersion} {snapshot.OciDigest} {snapshot.ConfigDigest}");

    /// <summary>The chart, where Helm names none the one that the spec names.</summary>
    public static string? Chart(ReleaseSnapshotDto snapshot, HelmReleaseSpecDto? spec) =>
        BoundedText.Text(snapshot.ChartName) ?? BoundedText.Text(spec?.Chart?.Spec?.Chart);
}
