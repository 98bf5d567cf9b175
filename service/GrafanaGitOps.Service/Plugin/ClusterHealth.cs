using System.Globalization;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources;

namespace GrafanaGitOps.Service.Plugin;

/// <summary>What the watches of one cluster say together.</summary>
internal sealed class ClusterHealth(string cluster, IReadOnlyList<WatchState> watches)
{
    public string Cluster => cluster;

    public long Applications => watches.Where(watch => SourceTable.HoldsApplications(watch.Resource)).Sum(watch => (long)watch.Objects);

    /// <summary>What is wrong, short; null when nothing is.</summary>
    public string? Problem
    {
        get
        {
            if (Of(WatchPhase.Failing) is { Count: > 0 } failing)
                return failing.Count == watches.Count ? $"cluster {cluster} cannot be read" : $"cluster {cluster}: cannot read {Kinds(failing)}";
            if (Of(WatchPhase.Forbidden) is { Count: > 0 } forbidden) return $"cluster {cluster}: no right to read {Kinds(forbidden)}";
            return IsWithoutOperator ? $"cluster {cluster} serves no kind of {Operators(" or ")}" : null;
        }
    }

    /// <summary>How it stands and how to mend what is wrong.</summary>
    public string Line => string.Join("; ", Parts());

    private bool IsWithoutOperator =>
        watches.Where(watch => SourceTable.HoldsApplications(watch.Resource)).Select(watch => watch.Phase).Distinct().ToList() is [WatchPhase.Missing];

    public static IReadOnlyList<ClusterHealth> Of(IReadOnlyList<WatchState> watches) =>
    [
        .. watches.GroupBy(watch => watch.Cluster).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ClusterHealth(group.Key, [.. group])),
    ];

    private IEnumerable<string> Parts()
    {
        var applications = Applications == 1 ? "application" : "applications";
        yield return string.Create(CultureInfo.InvariantCulture, $"cluster {cluster}: {Applications:N0} {applications}");
        if (IsWithoutOperator) yield return $"neither {Operators(" nor ")} is installed there, as far as this credential can see";
        else if (Of(WatchPhase.Missing) is { Count: > 0 } missing) yield return $"not served: {Kinds(missing)}";
        var broken = watches.Where(watch => watch.Phase is WatchPhase.Failing or WatchPhase.Forbidden);
        foreach (var error in broken.Select(watch => watch.LastError).Distinct()) yield return $"error: {error}";
        if (watches.Sum(watch => watch.Rejected) is > 0 and var rejected) yield return $"objects that could not be read: {rejected}";
    }

    private List<WatchState> Of(WatchPhase phase) => [.. watches.Where(watch => watch.Phase == phase)];

    private static string Operators(string between) => string.Join(between, SourceTable.Operators.Select(source => source.Title));

    private static string Kinds(IEnumerable<WatchState> watches) => string.Join(", ", watches.Select(watch => watch.Resource).Distinct());
}
