using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Queries.Topology;

/// <summary>A circle of the node graph.</summary>
internal sealed record TopologyNode
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>What it is.</summary>
    public required string Subtitle { get; init; }

    /// <summary>Shown in the circle.</summary>
    public string? MainStat { get; init; }

    /// <summary>Shown in the circle, below.</summary>
    public string? SecondaryStat { get; init; }

    /// <summary>A colour name of Grafana; of a node whose parts have no health.</summary>
    public string Color { get; init; } = "blue";

    /// <summary>What the ring around the circle is made of.</summary>
    public HealthShares Shares { get; set; }

    public ApplicationId? Application { get; init; }

    public string? Environment { get; init; }

    public string? Revision { get; init; }

    public string? Path { get; init; }

    public string? Message { get; init; }

    /// <summary>Where it can be opened.</summary>
    public string? Url { get; init; }
}

/// <summary>How many parts of a node do how.</summary>
internal readonly record struct HealthShares(int Healthy, int Progressing, int Degraded, int Other)
{
    private double Total => Healthy + Progressing + Degraded + Other;

    public static HealthShares operator +(HealthShares one, HealthShares other) => new(
        one.Healthy + other.Healthy, one.Progressing + other.Progressing, one.Degraded + other.Degraded, one.Other + other.Other);

    public static HealthShares Of(IEnumerable<HealthStatus?> states) =>
        states.Aggregate(default(HealthShares), (shares, state) => shares.With(state));

    public HealthShares With(HealthStatus? state) => state switch
    {
        HealthStatus.Healthy => this with { Healthy = Healthy + 1 },
        HealthStatus.Progressing => this with { Progressing = Progressing + 1 },
        HealthStatus.Degraded or HealthStatus.Missing => this with { Degraded = Degraded + 1 },
        _ => this with { Other = Other + 1 },
    };

    /// <summary>The parts as shares of one; all 0 when there are none, which lets Grafana show the node's colour.</summary>
    public double Share(int part) => Total == 0 ? 0 : part / Total;
}

/// <summary>A line of the node graph, in the direction in which changes flow.</summary>
/// <param name="Source">Id of the node it begins at.</param>
/// <param name="Target">Id of the node it ends at.</param>
/// <param name="Relation">What it means.</param>
/// <param name="Detail">More about it.</param>
/// <param name="IsDashed">It is no flow of changes, or only a hint.</param>
internal sealed record TopologyEdge(string Source, string Target, string Relation, string? Detail = null, bool IsDashed = false);
