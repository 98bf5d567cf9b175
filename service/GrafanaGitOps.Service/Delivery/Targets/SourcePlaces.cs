using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery.Targets;

/// <summary>Says for each kind of source where people commit to. Pure.</summary>
internal static class SourcePlaces
{
    /// <summary>The place of the source with this position among the sources.</summary>
    public static SourcePlace Of(DeliveryApplication application, IReadOnlyList<ApplicationSource> sources, int position)
    {
        var source = sources[position];
        if (position == 0 && application.Hydrator is { DryRepoUrl: not null } hydrator) return Dry(application, source, hydrator);
        if (IsArtifact(source)) return Artifact(source);
        if (source.Chart is not null)
            return NotGit($"Chart {source.Chart} does not come from git: its changes are not counted.");
        if (source.RepoUrl is null) return new SourcePlace { Notice = source.Notice ?? "The URL of the source is not known yet." };

        var place = new SourcePlace
        {
            Url = source.RepoUrl,
            Target = source.TargetRevision,
            Deployed = source.Deployed,
            Desired = source.Desired,
        };
        if (application.Id.Kind == "HelmRelease") place = Release(place, source);
        return WithPaths(place, application, sources, source, source.Path);
    }

    private static SourcePlace NotGit(string notice) => new() { IsNotGit = true, Notice = notice };

    /// <summary>What is synced is rendered by Argo CD from the dry source, to which people commit.</summary>
    private static SourcePlace Dry(DeliveryApplication application, ApplicationSource source, HydratorState hydrator)
    {
        var place = new SourcePlace
        {
            Url = hydrator.DryRepoUrl,
            Target = hydrator.DryTargetRevision,
            Deployed = DryRevision(source.Deployed, hydrator, application.DryCommits),
            Desired = DryRevision(source.Desired, hydrator, application.DryCommits),
        };
        return WithPaths(place, application, [], source, hydrator.DryPath);
    }

    private static RevisionRef? DryRevision(RevisionRef? hydrated, HydratorState hydrator, IReadOnlyDictionary<string, string?> dryCommits)
    {
        if (hydrated?.Digest is not { } sha) return null;
        var dry = sha == hydrator.LastHydratedSha ? hydrator.LastDrySha
            : sha == hydrator.HydratedSha ? hydrator.DrySha
            : dryCommits.GetValueOrDefault(sha);
        // Else a text that names no commit.
        return RevisionRef.Parse(dry) ?? new RevisionRef { Text = $"hydrated {sha}" };
    }

    private static bool IsArtifact(ApplicationSource source) =>
        source.Object?.Kind is "OCIRepository" or "ExternalArtifact" or "Bucket" or "HelmRepository"
        || source.RepoUrl?.StartsWith("oci://", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>An artifact counts as the commit that it says it was made from.</summary>
    private static SourcePlace Artifact(ApplicationSource source)
    {
        if (source.OriginUrl is null || (source.DesiredOrigin ?? source.DeployedOrigin) is null)
            return NotGit($"{source.Object?.ToString() ?? source.RepoUrl} names no commit that it was made from.");
        var isSame = source.Deployed is { } deployed && source.Desired?.Matches(deployed) == true;
        var place = new SourcePlace
        {
            Url = source.OriginUrl,
            Target = (source.DesiredOrigin ?? source.DeployedOrigin)!.Reference,
            Deployed = source.DeployedOrigin ?? (isSame ? source.DesiredOrigin : null),
            Desired = source.DesiredOrigin,
        };
        // The artifact may hold a part of the repository only, and its paths count from there.
        var paths = new PathRequest { Commit = "", Folder = RepositoryPath.FromRoot(source.Path) ?? "", IsFlux = true, IsPartial = true, Build = source.Build };
        return place with { Paths = paths };
    }

    /// <summary>
    /// A chart in git: its version names the commit only where Flux was told so (reconcileStrategy Revision). Else Flux packs it anew only when
    /// the version in Chart.yaml changes, while the source object names each commit that was looked at.
    /// </summary>
    private static SourcePlace Release(SourcePlace place, ApplicationSource source)
    {
        var deployed = source.DeployedOrigin ?? source.Deployed;
        var namesCommit = deployed is null or { Digest: not null } or { DigestPrefix: not null };
        return place with
        {
            Target = source.DesiredOrigin?.Reference ?? place.Target,
            Desired = source.DesiredOrigin ?? source.Desired,
            Deployed = deployed,
            Notice = namesCommit ? place.Notice
                : "Flux packs the chart anew only when the version in its Chart.yaml changes (reconcileStrategy ChartVersion), and does not say from which commit.",
        };
    }

    private static SourcePlace WithPaths(
        SourcePlace place, DeliveryApplication application, IReadOnlyList<ApplicationSource> sources, ApplicationSource source,
        string? path)
    {
        // A source that has a name for others and no path gives only the files that others take.
        var isReference = source.Ref is not null && string.IsNullOrEmpty(path);
        var folder = isReference ? null : RepositoryPath.FromRoot(path);
        var isLost = !isReference && folder is null;
        var values = ValuesFiles.Of(application, sources, source, folder);
        if (folder is null && values.IsEmpty)
            return isLost ? place with { Notice = $"The path {PathWalk.Quote(path ?? "")} leads out of the repository." } : place;
        var annotation = isReference || application.Id.Operator != OperatorNames.ArgoCd ? null : application.ManifestGeneratePaths;
        return place with
        {
            Given = ManifestGeneratePaths.Read(annotation, path),
            Paths = new PathRequest
            {
                Commit = "",
                Folder = folder,
                IsFlux = application.Id.Kind == "Kustomization",
                IsChart = application.Id.Kind == "HelmRelease",
                Files = values.Files,
                Patterns = values.Patterns,
                NotesMissing = values.NotesMissing,
                Build = folder is null ? null : source.Build,
                Overrides = folder is null || source.Build is null || application.Id.Operator != OperatorNames.ArgoCd
                    ? []
                    : ArgoCdOverrides.NamesFor(application.Id.Namespace, application.Id.Name),
                Doubts = [.. folder is null ? [] : source.Build?.Doubts ?? [], .. values.Doubts],
            },
        };
    }
}
