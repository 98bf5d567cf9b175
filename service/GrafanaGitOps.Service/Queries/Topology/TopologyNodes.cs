using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Applications;
using static System.FormattableString;

namespace GrafanaGitOps.Service.Queries.Topology;

/// <summary>The nodes that one application brings into a graph.</summary>
internal static class TopologyNodes
{
    public static TopologyNode Application(TopologyRow row, WebLinks links)
    {
        var source = row.Sources.Count > 0 ? row.Sources[0] : null;
        return new TopologyNode
        {
            Id = Id(row.Application),
            Title = row.Application.Name,
            Subtitle = row.Environment is { } environment ? $"{row.Application.Kind}, {environment}" : row.Application.Kind,
            MainStat = row.Suspended ? $"{row.Health}, suspended" : row.Health.ToString(),
            SecondaryStat = row.CommitsBehind is > 0 and var behind ? Invariant($"{behind} behind") : row.Sync.ToString(),
            Shares = default(HealthShares).With(row.Health),
            Application = row.Application,
            Environment = row.Environment,
            Revision = source?.Deployed ?? source?.Desired,
            Path = source?.Path ?? source?.Chart,
            Message = row.Message,
            Url = links.ApplicationUi(row.Application),
        };
    }

    /// <param name="source">A source with a URL.</param>
    /// <param name="health">Of the application that has the source; the ring of a repository is made of all of them.</param>
    public static TopologyNode Repository(TopologySource source, HealthStatus health) => new()
    {
        Id = $"repository/{source.Url}",
        Title = source.Repository ?? source.Url!,
        Subtitle = source.Repository is null ? "not indexed" : "repository",
        Url = source.WebUrl,
        Shares = default(HealthShares).With(health),
    };

    public static TopologyNode Source(SourceReference reference, string cluster) => new()
    {
        Id = $"source/{cluster}/{reference.Kind}/{reference.Namespace}/{reference.Name}",
        Title = reference.Name,
        Subtitle = reference.Kind,
    };

    public static TopologyNode Parent(ParentApplication parent, ApplicationId child)
    {
        var owner = child with { Kind = parent.Kind, Namespace = parent.Namespace ?? child.Namespace, Name = parent.Name };
        // Flux objects may apply those of Argo CD.
        var isOfFlux = parent.Relation is ParentRelation.Kustomization or ParentRelation.HelmRelease;
        if (isOfFlux) owner = owner with { Operator = OperatorNames.Flux };
        return new TopologyNode { Id = Id(owner), Title = owner.Name, Subtitle = owner.Kind, Application = owner };
    }

    public static IEnumerable<TopologyNode> ByKind(string owner, IReadOnlyList<ResourceState> resources) =>
        from resource in resources
        group resource by (resource.Group, resource.Kind) into kind
        orderby kind.Key.Kind, kind.Key.Group
        select new TopologyNode
        {
            Id = $"{owner}/{kind.Key.Group}/{kind.Key.Kind}",
            Title = kind.Count() == 1 ? kind.First().Name : kind.Key.Kind,
            Subtitle = kind.Count() == 1 ? kind.Key.Kind : Invariant($"{kind.Count()} resources"),
            MainStat = MainStat(kind),
            SecondaryStat = OutOfSync(kind.Count(resource => resource.Sync == SyncStatus.OutOfSync)),
            Shares = HealthShares.Of(kind.Where(resource => resource.Health is not null).Select(resource => resource.Health)),
        };

    public static IEnumerable<TopologyNode> Each(string owner, IReadOnlyList<ResourceState> resources) =>
        from resource in resources
        select new TopologyNode
        {
            Id = $"{owner}/{resource.Group}/{resource.Kind}/{resource.Namespace}/{resource.Name}",
            Title = resource.Name,
            Subtitle = resource.Namespace is null ? resource.Kind : $"{resource.Kind} in {resource.Namespace}",
            MainStat = resource.Health?.ToString(),
            SecondaryStat = resource.Sync?.ToString(),
            Shares = resource.Health is null ? default : default(HealthShares).With(resource.Health),
        };

    private static string? MainStat(IEnumerable<ResourceState> resources)
    {
        var states = resources.Select(resource => resource.Health).OfType<HealthStatus>().ToList();
        return states.Count == 0 ? null : states.MinBy(Rank).ToString();
    }

    private static string? OutOfSync(int count) => count == 0 ? null : Invariant($"{count} out of sync");

    private static int Rank(HealthStatus health) => health switch
    {
        HealthStatus.Degraded => 0,
        HealthStatus.Missing => 1,
        HealthStatus.Unknown => 2,
        HealthStatus.Progressing => 3,
        HealthStatus.Suspended => 4,
        _ => 5,
    };

    public static string Id(ApplicationId application) =>
        $"{application.Cluster}/{application.Operator}/{application.Kind}/{application.Namespace}/{application.Name}";
}
