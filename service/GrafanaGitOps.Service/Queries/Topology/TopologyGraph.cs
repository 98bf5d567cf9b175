using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Queries.Topology;

/// <summary>Nodes and edges of some applications; at most so many nodes, and no edge without both its ends.</summary>
internal sealed class TopologyGraph(int mostNodes, WebLinks links)
{
    private readonly Dictionary<string, TopologyNode> _nodes = [];
    private readonly Dictionary<(string Source, string Target), TopologyEdge> _edges = [];

    public IEnumerable<TopologyNode> Nodes => _nodes.Values;

    public IEnumerable<TopologyEdge> Edges => _edges.Values;

    /// <summary>How many nodes may still come.</summary>
    public int Room => mostNodes - _nodes.Count;

    /// <summary>How many applications' resources found no room.</summary>
    public int ResourcesLeftOut { get; private set; }

    /// <summary>Adds applications, each with all that it comes from and belongs to, until one finds no room; how many were added.</summary>
    public int AddApplications(IReadOnlyList<TopologyRow> rows)
    {
        var added = 0;
        var known = rows.Select(row => TopologyNodes.Id(row.Application)).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var own = TopologyNodes.Application(row, links);
            var (nodes, edges) = Around(row, own.Id, known);
            if (!TryAdd([own, .. nodes], edges)) break;
            added++;
        }

        DropLooseEdges();
        return added;
    }

    /// <summary>Adds the resources of an application that is in the graph.</summary>
    public void AddResources(ApplicationId application, IReadOnlyList<ResourceState> resources, bool byKind)
    {
        var owner = TopologyNodes.Id(application);
        var nodes = (byKind ? TopologyNodes.ByKind(owner, resources) : TopologyNodes.Each(owner, resources)).ToList();
        if (!TryAdd(nodes, nodes.Select(node => new TopologyEdge(owner, node.Id, "has")))) ResourcesLeftOut++;
    }

    /// <summary>Counts applications whose resources were not looked at for want of room.</summary>
    public void LeaveOutResources(int applications) => ResourcesLeftOut += applications;

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
                var node = TopologyNodes.Source(reference, row.Application.Cluster);
                nodes.Add(node);
                edges.Add(new TopologyEdge(node.Id, id, "source of", source.Path ?? source.Chart));
                target = node.Id;
            }

            if (source.Url is null) return;
            var repository = TopologyNodes.Repository(source, row.Health);
            nodes.Add(repository);
            var path = source.Object is null ? source.Path ?? source.Chart : null;
            edges.Add(new TopologyEdge(repository.Id, target, source.TargetRevision ?? "HEAD", path));
        }

        void AddParent(ParentApplication parent)
        {
            var node = TopologyNodes.Parent(parent, row.Application);
            // A label that other tools set too is believed only where it names an application that is there.
            if (node.Id == id || (parent.Relation == ParentRelation.TrackingLabel && !known.Contains(node.Id))) return;
            if (!known.Contains(node.Id)) nodes.Add(node);
            var isDashed = parent.Relation is ParentRelation.DependsOn or ParentRelation.TrackingLabel;
            edges.Add(new TopologyEdge(node.Id, id, Name(parent.Relation), null, isDashed));
        }
    }

    private static string Name(ParentRelation relation) => relation switch
    {
        ParentRelation.ApplicationSet => "generates",
        ParentRelation.DependsOn => "needed by",
        _ => "applies",
    };

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
