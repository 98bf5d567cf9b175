using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>
/// The source objects of one cluster, and what they add to the applications that use them: URL, desired revision, and with it the sync status. Not safe
/// for several threads at once. An application can be resolved again whenever a source changed.
/// </summary>
internal sealed class FluxSources
{
    private readonly Dictionary<SourceReference, SourceState> _sources = [];

    /// <summary>Adds or replaces a source; false when applications see the same of it as before.</summary>
    public bool Set(SourceState source)
    {
        var isSame = _sources.TryGetValue(source.Id, out var known) && LooksTheSame(known, source);
        _sources[source.Id] = source;
        return !isSame;
    }

    /// <summary>Takes out a source that was deleted; false when it was not there.</summary>
    public bool Remove(SourceReference source) => _sources.Remove(source);

    /// <summary>Whether a change of the source may change what <see cref="Resolve(ApplicationState)"/> says of the application.</summary>
    public bool Affects(SourceReference changed, ApplicationState state) =>
        state.Sources.Any(source => source.Object is { } used && (used == changed || Find(used)?.Parent == changed));

    /// <summary>The sources by which an application may use this one: itself, and the charts that are made from it.</summary>
    public IEnumerable<SourceReference> Reaching(SourceReference changed) =>
        _sources.Values.Where(source => source.Parent == changed).Select(source => source.Id).Prepend(changed).Distinct();

    /// <summary>The application with what its sources say now.</summary>
    public ApplicationState Resolve(ApplicationState state)
    {
        var used = state.Sources is [{ Object: { } reference }, ..] ? Find(reference) : null;
        return ResolveWith(state, used, used?.Parent is { } parent ? Find(parent) : null);
    }

    /// <summary>The same, and the URL of the source for those of its syncs that name none: Flux does not write it down.</summary>
    public OperatorObservation Resolve(OperatorObservation observation)
    {
        var state = Resolve(observation.State);
        if (state.Sources is not [{ RepoUrl: { } url }, ..]) return observation with { State = state };
        return new OperatorObservation(state,
        [
            .. observation.Attempts.Select(attempt =>
                attempt with { Sources = [.. attempt.Sources.Select(source => source with { RepoUrl = source.RepoUrl ?? url })] }),
        ]);
    }

    /// <summary>A pure step; null where the source, or the source of a HelmChart, has not been seen.</summary>
    internal static ApplicationState ResolveWith(ApplicationState state, SourceState? used, SourceState? parent)
    {
        if (state.Sources is not [{ } source, ..] || source.Object is null) return state with { Sync = Sync(state, used) };
        var resolved = state with { Sources = [used is null ? Unseen(source) : Seen(source, used, parent)] };
        return resolved with { Sync = Sync(resolved, used) };
    }

    private static ApplicationSource Unseen(ApplicationSource source) => source with
    {
        Desired = source.Attempted,
        DesiredOrigin = null,
        Notice = $"{source.Object} has not been seen: the desired revision is what Flux tried last.",
    };

    private static ApplicationSource Seen(ApplicationSource source, SourceState used, SourceState? parent) => source with
    {
        RepoUrl = used.Url ?? parent?.Url,
        TargetRevision = used.Target ?? source.TargetRevision,
        Chart = source.Chart ?? (parent?.Id.Kind == "HelmRepository" || used.Url is null && parent is null ? used.Chart : null),
        Desired = used.Revision ?? source.Attempted,
        DesiredOrigin = used.Origin,
        OriginUrl = used.OriginUrl,
        Notice = Notice(used) ?? (parent is null ? null : Notice(parent)),
        Build = Build(source.Build, [used, .. parent is null ? [] : new[] { parent }]),
    };

    /// <summary>Flux does not say of which commit of an included repository something was built.</summary>
    private static SourceBuild? Build(SourceBuild? build, IReadOnlyList<SourceState> sources)
    {
        var included = (from source in sources from include in source.Includes select FluxSpec.IncludeDoubt(source.Id, include)).ToList();
        return included.Count == 0 ? build is { Doubts: not null } ? build with { Doubts = null } : build : (build ?? new SourceBuild()) with { Doubts = included };
    }

    private static string? Notice(SourceState source) => source switch
    {
        { Suspended: true } => $"{source.Id} is suspended: what is newer is not fetched.",
        { Ready: false } => $"{source.Id} cannot be fetched ({source.Reason}): {source.Message}",
        { Revision: null, Id.Kind: not "HelmRepository" } => $"{source.Id} has fetched nothing yet.",
        _ => null,
    };

    /// <summary>
    /// Different revisions are out of sync, whatever else is said. The same ones are what the conditions say, but not Synced while the source cannot be
    /// fetched: there may be a newer one.
    /// </summary>
    private static SyncStatus Sync(ApplicationState state, SourceState? used)
    {
        if (!state.Conditions.Any(condition => condition.Type == "Ready") || state.Sources is not [{ Desired: { } desired } source, ..]) return SyncStatus.Unknown;
        if (source.Deployed is null || !desired.Matches(source.Deployed)) return SyncStatus.OutOfSync;
        var said = state.OperatorSync ?? SyncStatus.Synced;
        return said == SyncStatus.Synced && used is { Ready: false, Suspended: false } ? SyncStatus.Unknown : said;
    }

    /// <summary>Compares all that <see cref="Resolve(ApplicationState)"/> uses.</summary>
    private static bool LooksTheSame(SourceState one, SourceState other) =>
        one.Includes.SequenceEqual(other.Includes) &&
        (one.Url, one.Target, one.Chart, one.Parent) == (other.Url, other.Target, other.Chart, other.Parent)
        && (one.Revision, one.Origin, one.OriginUrl) == (other.Revision, other.Origin, other.OriginUrl)
        && (one.Ready, one.Reason, one.Message, one.Suspended) == (other.Ready, other.Reason, other.Message, other.Suspended);

    private SourceState? Find(SourceReference reference) => _sources.GetValueOrDefault(reference);
}
