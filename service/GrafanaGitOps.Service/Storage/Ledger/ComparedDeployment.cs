using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>
/// What an operator found deployed by comparing: it writes that down only until it compares with the next revision, so from then on the ledger
/// alone knows.
/// </summary>
internal static class ComparedDeployment
{
    /// <summary>The state with what is recorded as found by comparison, unless it tells of something newer.</summary>
    public static ApplicationState Keep(ApplicationState state, ApplicationRow before, IReadOnlyList<SourceRow> sources)
    {
        if ((DeployedBy?)before.DeployedBy is not (DeployedBy.Comparison or DeployedBy.PartialSync) || before.DeployedAt is not { } milliseconds) return state;
        var now = SourceRow.From(state.Sources, sources);
        if (!now.Select(Place).SequenceEqual(sources.Select(Place))) return state;
        var found = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        // It was true when it was found first; each look finds it again.
        if (now.Select(source => source.Deployed).SequenceEqual(sources.Select(source => source.Deployed)) && (long?)state.DeployedBy == before.DeployedBy)
            return state with { DeployedAt = found };
        // A verdict that stands in the object now is newer than any before; a sync may be older.
        if (state.DeployedBy is DeployedBy.Comparison or DeployedBy.PartialSync || state.DeployedAt > found) return state;
        return state with
        {
            DeployedBy = (DeployedBy?)before.DeployedBy,
            DeployedAt = found,
            Sources = [.. state.Sources.Zip(sources, (source, stored) => source with { Deployed = RevisionRef.Parse(stored.Deployed) })],
        };
    }

    private static (string?, string?, string?) Place(SourceRow source) => (source.RepoUrl, source.Path, source.Chart);
}
