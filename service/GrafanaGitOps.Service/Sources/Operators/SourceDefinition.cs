using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;

namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>Begins to watch in one cluster; what it returns runs until cancelled.</summary>
internal delegate Task<Func<CancellationToken, Task>> OpenSource(ClusterSession cluster, OperatorOptions options, CancellationToken cancellationToken);

/// <summary>Reads objects of one cluster in their order, without watching: what each says of applications.</summary>
internal delegate IEnumerable<OperatorObservation> ReadSource(string kind, byte[] json);

/// <summary>
/// All that is to be known of something that is read in clusters. Rights, health, queries, options, links, README and demo follow from it.
/// </summary>
internal sealed record SourceDefinition
{
    /// <summary>What queries, filters and settings call it; the label <c>app.kubernetes.io/part-of</c> of an operator's own workloads.</summary>
    public required string Name { get; init; }

    /// <summary>What texts call it.</summary>
    public required string Title { get; init; }

    /// <summary>What it reads.</summary>
    public required IReadOnlyList<WatchedKind> Kinds { get; init; }

    /// <summary>What the role grants besides, because later versions read it and roles are seldom applied again.</summary>
    public IReadOnlyList<ResourceDefinition> Reserved { get; init; } = [];

    /// <summary>Its settings, as they are when nothing is set; its links are among them.</summary>
    public Func<OperatorOptions> CreateOptions { get; init; } = () => new OperatorOptions();

    public required OpenSource Open { get; init; }

    /// <summary>For a cluster of this name.</summary>
    public Func<string, OperatorOptions, ReadSource> Read { get; init; } = (_, _) => (_, _) => [];
}
