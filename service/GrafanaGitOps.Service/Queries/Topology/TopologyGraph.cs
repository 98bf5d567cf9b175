using System.Globalization;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Topology;

namespace GrafanaGitOps.Service.Queries.Topology;

/// <summary>Nodes and edges of some applications; at most so many nodes, and no edge without both its ends.</summary>
internal sealed class TopologyGraph(int mostNodes, WebLinks links)
{
    private readonly Dictionary<string, TopologyNode> _nodes = [];
    private readonly Dictionary<(string Source, string Target), TopologyEdge> _edges = [];

    public IEnumerable<TopologyNode> Nodes => _nodes.Values;

    public IEnumerable<TopologyEdge> Edges => _edges.Values;

    /// <summary>How many applications' resources found no room.</summary>
    public int ResourcesLeftOut { get; private set; }

    /// <summary>Adds applications, each with all that it comes from and belongs to, until one finds no room; how many were added.</summary>
    public int AddApplications(IReadOnlyList<TopologyRow> rows)
    {
        var added = 0;
        var known = rows.Select(row => Id(row.Application)).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var own = Application(row);
            var (nodes, edges) = Around(row, own.Id, known);
            if (!TryAdd([own, .. nodes], edges)) break;
            added++;
        }

        DropLooseEdges();
        return added;
    }

    /// <summary>Adds the resources of applications that are in the graph.</summary>
    public void AddResources(IEnumerable<TopologyRow> rows, bool byKind)
    {
        foreach (var row in rows.Where(row => row.Resources.Count > 0))
        {
            var application = Id(row.Application);
            var nodes = (byKind ? ByKind(row) : Each(row)).ToList();
            if (!TryAdd(nodes, nodes.Select(node => new TopologyEdge(application, node.Id, "has")))) ResourcesLeftOut++;
        }
    }

    private TopologyNode Application(TopologyRow row)
    {
        var source = row.Sources.Count > 0 ? row.Sources[0] : null;
        return new TopologyNode
        {
            Id = Id(row.Application),
            Title = row.Application.Name,
            Subtitle = row.Environment is { } environment ? $"{row.Application.Kind}, {environment}" : row.Application.Kind,
            MainStat = row.Suspended ? $"{row.Health}, suspended" : row.Health.ToString(),
            SecondaryStat = row.CommitsBehind is > 0 ? string.Create(CultureInfo.InvariantCulture, $"{row.CommitsBehind} behind") : row.Sync.ToString(),
            Shares = default(HealthShares).With(row.Health),
            Application = row.Application,
            Environment = row.Environment,
            Revision = source?.Deployed ?? source?.Desired,
            Path = source?.Path ?? source?.Chart,
            Message = row.Message,
            Url = links.ApplicationUi(row.Application),
        };
    }

    /// <summary>What the application comes from and belongs to.</summary>
    private static (List<TopologyNode> Nodes, List<TopologyEdge> Edges) Around(TopologyRow row, string id, HashSet<string> known)
    {
        var (nodes, edges) = (new List<TopologyNode>(), new List<TopologyEdge>());
        foreach (var source in row.Sources) AddSource(source);
        foreach (var parent in row.Parents) AddParent(parent);
        return (nodes, edges);

        void AddSource(TopologySource source)
        {
            var target = id;
            if (source.Object is { } reference)
            {
                var node = Source(reference, row.Application.Cluster);
                nodes.Add(node);
                edges.Add(new TopologyEdge(node.Id, id, "source of", source.Path ?? source.Chart));
                target = node.Id;
            }

            if (source.Url is null) return;
            var repository = Repository(source) with { Shares = default(HealthShares).With(row.Health) };
            nodes.Add(repository);
            edges.Add(new TopologyEdge(repository.Id, target, source.TargetRevision ?? "HEAD", source.Object is null ? source.Path ?? source.Chart : null));
        }

        void AddParent(ParentApplication parent)
        {
            var node = Parent(parent, row.Application);
            // A label that other tools set too is believed only where it names an application that is there.
            if (node.Id == id || (parent.Relation == ParentRelation.TrackingLabel && !known.Contains(node.Id))) return;
            if (!known.Contains(node.Id)) nodes.Add(node);
            edges.Add(new TopologyEdge(node.Id, id, Name(parent.Relation), null, parent.Relation is ParentRelation.DependsOn or ParentRelation.TrackingLabel));
        }
    }

    private static TopologyNode Repository(TopologySource source) => new()
    {
        Id = $"repository/{source.Url}",
        Title = source.Repository ?? source.Url!,
        Subtitle = source.Repository is null ? "not indexed" : "repository",
        Url = source.WebUrl,
    };

    private static TopologyNode Source(SourceReference reference, string cluster) => new()
    {
        Id = $"source/{cluster}/{reference.Kind}/{reference.Namespace}/{reference.Name}",
        Title = reference.Name,
        Subtitle = reference.Kind,
    };

    private static TopologyNode Parent(ParentApplication parent, ApplicationId child)
    {
        var owner = child with { Kind = parent.Kind, Namespace = parent.Namespace ?? child.Namespace, Name = parent.Name };
        // Flux objects may apply those of Argo CD.
        if (parent.Relation is ParentRelation.Kustomization or ParentRelation.HelmRelease) owner = owner with { Operator = OperatorNames.Flux };
        return new TopologyNode { Id = Id(owner), Title = owner.Name, Subtitle = owner.Kind, Application = owner };
    }

    private static string Name(ParentRelation relation) => relation switch
    {
        ParentRelation.ApplicationSet => "generates",
        ParentRelation.DependsOn => "needed by",
        _ => "applies",
    };

    private static IEnumerable<TopologyNode> ByKind(TopologyRow row) =>
        from resource in row.Resources
        group resource by (resource.Group, resource.Kind) into kind
        orderby kind.Key.Kind, kind.Key.Group
        select new TopologyNode
        {
            Id = $"{Id(row.Application)}/{kind.Key.Group}/{kind.Key.Kind}",
            Title = kind.Count() == 1 ? kind.First().Name : kind.Key.Kind,
            Subtitle = kind.Count() == 1 ? kind.Key.Kind : string.Create(CultureInfo.InvariantCulture, $"{kind.Count()} resources"),
            MainStat = MainStat(kind),
            SecondaryStat = OutOfSync(kind.Count(resource => resource.Sync == SyncStatus.OutOfSync)),
            Shares = HealthShares.Of(kind.Where(resource => resource.Health is not null).Select(resource => resource.Health)),
        };

    private static IEnumerable<TopologyNode> Each(TopologyRow row) => row.Resources.Select(resource => new TopologyNode
    {
        Id = $"{Id(row.Application)}/{resource.Group}/{resource.Kind}/{resource.Namespace}/{resource.Name}",
        Title = resource.Name,
        Subtitle = resource.Namespace is null ? resource.Kind : $"{resource.Kind} in {resource.Namespace}",
        MainStat = resource.Health?.ToString(),
        SecondaryStat = resource.Sync?.ToString(),
        Shares = resource.Health is null ? default : default(HealthShares).With(resource.Health),
    });

    private static string? MainStat(IEnumerable<ResourceState> resources)
    {
        var worst = resources.Select(resource => resource.Health).OfType<HealthStatus>().OrderBy(Rank).Cast<HealthStatus?>().FirstOrDefault();
        return worst?.ToString();
    }

    private static string? OutOfSync(int count) => count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{count} out of sync");

    private static int Rank(HealthStatus health) => health switch
    {
        HealthStatus.Degraded => 0,
        HealthStatus.Missing => 1,
        HealthStatus.Unknown => 2,
        HealthStatus.Progressing => 3,
        HealthStatus.Suspended => 4,
        _ => 5,
    };

    private static string Id(ApplicationId application) =>
        $"{application.Cluster}/{application.Operator}/{application.Kind}/{application.Namespace}/{application.Name}";

    /// <summary>Adds all of the nodes or none; those that are there already take no room.</summary>
    private bool TryAdd(IReadOnlyList<TopologyNode> nodes, IEnumerable<TopologyEdge> edges)
    {
        if (_nodes.Count + nodes.DistinctBy(node => node.Id).Count(node => !_nodes.ContainsKey(node.Id)) > mostNodes) return false;
        foreach (var node in nodes.DistinctBy(node => node.Id))
        {
            if (_nodes.TryAdd(node.Id, node)) continue;
            if (node.Id.StartsWith("repository/", StringComparison.Ordinal)) _nodes[node.Id].Shares += node.Shares;
        }

        foreach (var edge in edges) _edges.TryAdd((edge.Source, edge.Target), edge);
        return true;
    }

    /// <summary>Parents that were to come as applications of their own and found no room leave edges to nothing.</summary>
    private void DropLooseEdges()
    {
        foreach (var (key, edge) in _edges.ToList())
        {
            if (!_nodes.ContainsKey(edge.Source) || !_nodes.ContainsKey(edge.Target)) _edges.Remove(key);
        }
    }
}
