using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery.Targets;

/// <summary>The sources of an application as a deployment used them: deployed is what ran before, desired what was deployed.</summary>
internal static class DeployedSources
{
    public static IReadOnlyList<ApplicationSource> Of(DeliveryApplication application, UnresolvedDeployment deployment)
    {
        var (now, then, before) = (application.Sources, deployment.Sources, deployment.PreviousSources);
        if (then.Count == 0) return WithoutSources(now, deployment);
        return
        [
            .. then.Select((synced, position) =>
            {
                var current = Match(now, position, then.Count, source => IsSame(synced, source.RepoUrl, source.Path, source.Chart));
                var previous = Match(before, position, then.Count, source => IsSame(synced, source.RepoUrl, source.Path, source.Chart));
                return Past(current ?? new ApplicationSource(), synced, previous);
            }),
        ];
    }

    private static ApplicationSource Past(ApplicationSource current, SyncedSource synced, SyncedSource? previous) => current with
    {
        RepoUrl = synced.RepoUrl ?? current.RepoUrl,
        Path = synced.Path ?? current.Path,
        // Of a chart that lies in git, the release remembers the name.
        Chart = current is { Chart: null, Path: not null } ? null : synced.Chart ?? current.Chart,
        TargetRevision = synced.TargetRevision ?? current.TargetRevision,
        Desired = synced.Revision,
        Deployed = previous?.Revision,
        DesiredOrigin = synced.Origin,
        DeployedOrigin = previous?.Origin,
    };

    /// <summary>Old records hold revisions alone.</summary>
    private static IReadOnlyList<ApplicationSource> WithoutSources(IReadOnlyList<ApplicationSource> now, UnresolvedDeployment deployment) =>
        now.Count != 1 ? [] :
        [
            now[0] with
            {
                Desired = RevisionRef.Parse(deployment.Revision),
                Deployed = RevisionRef.Parse(deployment.PreviousRevision),
                DesiredOrigin = null,
                DeployedOrigin = null,
            },
        ];

    /// <summary>By place, where the place holds the same; else the first that is the same.</summary>
    private static T? Match<T>(IReadOnlyList<T> sources, int position, int count, Func<T, bool> isSame)
        where T : class =>
        sources.Count == count && isSame(sources[position]) ? sources[position] : sources.FirstOrDefault(isSame);

    // What is not said is no difference: Flux writes down neither URL nor path of what it synced.
    private static bool IsSame(SyncedSource synced, string? url, string? path, string? chart) =>
        (synced.RepoUrl is null || url is null || synced.RepoUrl == url)
        && (synced.Path is null || path is null || synced.Path == path)
        && (synced.Chart is null || chart is null || synced.Chart == chart);
}
