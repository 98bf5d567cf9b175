using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>Sources of an Application with the revision that each should have and the one that it has.</summary>
internal static class ArgoCdSources
{
    /// <summary>The state with its sources, what is deployed, and how that is known.</summary>
    public static ApplicationState Read(ApplicationState state, ApplicationDto application, IReadOnlyList<SyncAttempt> attempts, List<string> notices)
    {
        var wanted = Wanted(application.Spec);
        if (wanted.Count > ApplicationLimits.Sources) notices.Add($"Only the first {ApplicationLimits.Sources} of {wanted.Count} sources are kept.");
        var desired = Revisions(application.Status?.Sync?.Revision, application.Status?.Sync?.Revisions);
        var isOutdated = IsOutdated(wanted, application.Status?.Sync?.ComparedTo);
        if (isOutdated)
            notices.Add("Argo CD has not compared the current sources yet: sync status and desired revisions are those of the sources before.");

        var deployed = ArgoCdDeployed.Of(application.Status, wanted, !isOutdated, attempts);
        if (deployed.By is null && wanted.Count > 0 && attempts.Any(attempt => attempt is { Phase: SyncPhase.Succeeded, Complete: true }))
            notices.Add("The last complete sync deployed from other sources than the application has now, so no deployed revision is shown.");
        return state with
        {
            Sources =
            [
                .. wanted.Take(ApplicationLimits.Sources).Select((source, index) => Source(source) with
                {
                    Build = ArgoCdBuild.Of(source, TypeOf(application, index)),
                    Desired = RevisionRef.Parse(desired.ElementAtOrDefault(index)),
                    Deployed = deployed.Revisions[index],
                }),
            ],
            DeployedBy = deployed.By,
            DeployedAt = deployed.At,
        };
    }

    /// <summary>The sources of one sync, each with its revision.</summary>
    public static IReadOnlyList<SyncedSource> Synced(SourceDto? source, List<SourceDto?>? sources, string? revision, List<string?>? revisions)
    {
        var all = List(source, sources);
        var each = Revisions(revision, revisions);
        var count = Math.Min(Math.Max(all.Count, each.Count), ApplicationLimits.Sources);
        return
        [
            .. Enumerable.Range(0, count).Select(index => (Source: all.ElementAtOrDefault(index), Revision: each.ElementAtOrDefault(index))).Select(one =>
                new SyncedSource(
                    BoundedText.Url(one.Source?.RepoUrl), BoundedText.Text(one.Source?.Path), BoundedText.Text(one.Source?.Chart),
                    BoundedText.Text(one.Source?.TargetRevision), RevisionRef.Parse(one.Revision))),
        ];
    }

    /// <summary>One per source; Argo CD writes the single one of a single source apart.</summary>
    public static IReadOnlyList<string?> Revisions(string? revision, List<string?>? revisions) =>
        revisions is { Count: > 0 } ? revisions : string.IsNullOrEmpty(revision) ? [] : [revision];

    /// <summary>The sources of the spec; a hydrated application is deployed from where its rendered manifests are.</summary>
    public static IReadOnlyList<SourceDto> Wanted(SpecDto? spec)
    {
        if (spec?.SourceHydrator is not { } hydrator) return List(spec?.Source, spec?.Sources);
        return
        [
            new SourceDto
            {
                RepoUrl = hydrator.SyncSource?.RepoUrl is { Length: > 0 } own ? own : hydrator.DrySource?.RepoUrl,
                Path = hydrator.SyncSource?.Path,
                TargetRevision = hydrator.SyncSource?.TargetBranch,
                // People's commits are rendered by what the dry source says.
                Helm = hydrator.DrySource?.Helm,
                Kustomize = hydrator.DrySource?.Kustomize,
                Directory = hydrator.DrySource?.Directory,
                Plugin = hydrator.DrySource?.Plugin,
            },
        ];
    }

    /// <summary>What Argo CD found a source to be. Of a hydrated application that is said of the rendered manifests.</summary>
    private static string? TypeOf(ApplicationDto application, int index) =>
        application.Spec?.SourceHydrator is not null ? null
        : application.Status?.SourceTypes is { Count: > 0 } types ? types.ElementAtOrDefault(index)
        : index == 0 ? application.Status?.SourceType : null;

    private static IReadOnlyList<SourceDto> List(SourceDto? source, List<SourceDto?>? sources) =>
        sources is { Count: > 0 } ? [.. sources.Select(one => one ?? new SourceDto())] : source is null ? [] : [source];

    private static ApplicationSource Source(SourceDto source) => new()
    {
        RepoUrl = BoundedText.Url(source.RepoUrl),
        Path = BoundedText.Text(source.Path),
        Chart = BoundedText.Text(source.Chart),
        TargetRevision = BoundedText.Text(source.TargetRevision),
        Ref = BoundedText.Text(source.Ref),
        Name = BoundedText.Text(source.Name),
        ValuesFiles = BoundedText.List(source.Helm?.ValueFiles, ApplicationLimits.ValuesFiles),
    };

    private static bool IsOutdated(IReadOnlyList<SourceDto> wanted, ComparedToDto? comparedTo)
    {
        if (comparedTo is null) return false;
        var compared = List(comparedTo.Source, comparedTo.Sources);
        return compared.Count > 0 && compared[0].RepoUrl is { Length: > 0 } && !compared.Select(Identity).SequenceEqual(wanted.Select(Identity));
    }

    private static (string?, string, string?, string?) Identity(SourceDto source) =>
        (source.RepoUrl, source.Path ?? "", source.Chart ?? "", source.TargetRevision ?? "");
}
