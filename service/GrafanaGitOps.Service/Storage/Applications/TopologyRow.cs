using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>An application with all that it hangs together with.</summary>
public sealed record TopologyRow
{
    /// <summary>Number of the row.</summary>
    public required long Id { get; init; }

    /// <summary>Which application.</summary>
    public required ApplicationId Application { get; init; }

    /// <summary>Where it belongs; null when nothing places it.</summary>
    public string? Environment { get; init; }

    /// <summary>Whether the cluster holds the desired revision.</summary>
    public required SyncStatus Sync { get; init; }

    /// <summary>How its resources do.</summary>
    public required HealthStatus Health { get; init; }

    /// <summary>Somebody told the operator to leave it alone.</summary>
    public bool Suspended { get; init; }

    /// <summary>What the operator says.</summary>
    public string? Message { get; init; }

    /// <summary>Commits that wait to be deployed; null when not known.</summary>
    public long? CommitsBehind { get; init; }

    /// <summary>How many resources it has, also those that are not listed.</summary>
    public long ResourcesTotal { get; init; }

    /// <summary>Where it comes from, in the order of the spec.</summary>
    public IReadOnlyList<TopologySource> Sources { get; init; } = [];

    /// <summary>What it belongs to or waits for.</summary>
    public IReadOnlyList<ParentApplication> Parents { get; init; } = [];

    /// <summary>The column that holds <see cref="Parents"/> among others.</summary>
    internal string Details
    {
        init => Parents = ApplicationDetails.Read(value).Parents ?? [];
    }
}

/// <summary>A source of an application.</summary>
/// <param name="Url">URL of the repository, bucket or registry; null while a Flux source object has not been seen.</param>
/// <param name="Repository">Name of the indexed repository with that URL.</param>
/// <param name="WebUrl">Its web interface.</param>
/// <param name="Path">Path in it.</param>
/// <param name="Chart">Name of the chart.</param>
/// <param name="TargetRevision">What is followed.</param>
/// <param name="Object">The Flux object that the source is.</param>
/// <param name="Desired">What should run.</param>
/// <param name="Deployed">What the last complete, successful sync deployed.</param>
public sealed record TopologySource(
    string? Url, string? Repository, string? WebUrl, string? Path, string? Chart, string? TargetRevision, SourceReference? Object,
    string? Desired, string? Deployed);

/// <summary>Some applications for a topology.</summary>
/// <param name="Applications">The worst first.</param>
/// <param name="LeftOut">How many match beyond these.</param>
public sealed record TopologyPage(IReadOnlyList<TopologyRow> Applications, long LeftOut);
