using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Queries.Applications;
using GrafanaGitOps.Service.Storage.Applications;
using static System.FormattableString;

namespace GrafanaGitOps.Service.Queries.Topology;

/// <summary>What applications come from, belong to and consist of, for the node graph panel.</summary>
public static class TopologyQuery
{
    private const string Kinds = "kinds";
    private const string None = "none";

    // Grafana finds the columns of both frames by their names.
    private static readonly FrameMeta Meta = new() { PreferredVisualisationType = "nodeGraph" };

    private static readonly QueryParameter Resources = QueryParameter.Choice(
        "resources", "resources", "Resources by kind, each resource, or none", Kinds, "each", None);

    /// <summary>Its line of the table.</summary>
    public static QueryDefinition Definition { get; } = new(
        "topology",
        "Repositories, sources, applications, their parents and resources as a node graph",
        [
            .. CommonParameters.Applications, CommonParameters.Repositories, Resources,
            CommonParameters.Search with { Help = "A text in name, namespace, project, environment or message" },
            CommonParameters.Limit with { Help = "The most nodes" },
        ],
        RunAsync)
    {
        // Grafana's panel shows 1,500 nodes at most, and people far fewer.
        DefaultLimit = 500,
        HasTimeRange = false,
    };

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var filter = CommonParameters.FilterOf(request) with { Search = request.Text("search") };
        var resources = request.Choice(Resources);
        var page = await context.Store.Applications.ReadTopologyAsync(filter, request.Limit, cancellationToken);
        var graph = new TopologyGraph(request.Limit, context.Links);
        var shown = graph.AddApplications(page.Applications);
        if (resources != None) await AddResourcesAsync(graph, page.Applications.Take(shown), resources == Kinds, context, cancellationToken);
        var notices = await ApplicationNotices.ReadAsync(context, filter, page.Applications.Count == 0, cancellationToken);
        using var nodes = Nodes();
        using var edges = Edges();
        return [nodes.Finish(graph.Nodes, [.. notices, .. Cut(graph, request.Limit, shown, page)]), edges.Finish(graph.Edges, [])];
    }

    /// <summary>Reads the resources of no more applications than find room with one node each.</summary>
    private static async Task AddResourcesAsync(
        TopologyGraph graph, IEnumerable<TopologyRow> rows, bool byKind, QueryContext context, CancellationToken cancellationToken)
    {
        var having = rows.Where(row => row.ResourcesTotal > 0).ToList();
        var part = having.Take(graph.Room).ToList();
        var resources = await context.Store.Applications.ReadResourcesAsync([.. part.Select(row => row.Id)], cancellationToken);
        foreach (var row in part) graph.AddResources(row.Application, resources.GetValueOrDefault(row.Id, []), byKind);
        graph.LeaveOutResources(having.Count - part.Count);
    }

    private static List<Notice> Cut(TopologyGraph graph, int limit, int shown, TopologyPage page)
    {
        var notices = new List<Notice>();
        var left = page.Applications.Count - shown + page.LeftOut;
        var (total, room, without) = (shown + left, Invariant($"{limit:N0} nodes"), graph.ResourcesLeftOut);
        if (left > 0) notices.Add(Warning($"Only {shown:N0} of {total:N0} applications fit into {room}, the worst first. Choose some, or raise limit."));
        if (without > 0) notices.Add(Warning($"The resources of {without:N0} applications do not fit into {room}. Choose fewer, or raise limit."));
        return notices;
    }

    private static Notice Warning(FormattableString text) => new(NoticeSeverity.Warning, Invariant(text));

    private static FrameBuilder<TopologyNode> Nodes()
    {
        var frame = new FrameBuilder<TopologyNode>("nodes") { Meta = Meta };
        frame.Text("id", "What edges name the node by", node => node.Id);
        frame.Text("title", "Name", node => node.Title, ColumnConfig.Link("Open", "detail__url"));
        frame.Text("subtitle", "What it is", node => node.Subtitle);
        frame.OptionalText("mainstat", "Health; the worst of several", node => node.MainStat);
        frame.OptionalText("secondarystat", "Commits behind, or sync status", node => node.SecondaryStat);
        frame.Text("color", "Colour of a node without health", node => node.Color);
        frame.Number("arc__healthy", "Share that is healthy", node => node.Shares.Share(node.Shares.Healthy), Fixed("green"));
        frame.Number("arc__progressing", "Share on the way to healthy", node => node.Shares.Share(node.Shares.Progressing), Fixed("blue"));
        frame.Number("arc__degraded", "Share that is degraded or missing", node => node.Shares.Share(node.Shares.Degraded), Fixed("red"));
        frame.Number("arc__other", "Share that is suspended or unknown", node => node.Shares.Share(node.Shares.Other), Fixed("gray"));
        AddDetails(frame);
        return frame;
    }

    private static void AddDetails(FrameBuilder<TopologyNode> frame)
    {
        frame.OptionalText("detail__cluster", "Cluster that holds the object", node => node.Application?.Cluster, Named("Cluster"));
        frame.OptionalText("detail__namespace", "Namespace of the object", node => node.Application?.Namespace, Named("Namespace"));
        frame.OptionalText("detail__environment", "Where the application belongs", node => node.Environment, Named("Environment"));
        frame.OptionalText("detail__revision", "Deployed revision, else the desired one", node => node.Revision, Named("Revision"));
        frame.OptionalText("detail__path", "Path or chart", node => node.Path, Named("Path"));
        frame.OptionalText("detail__message", "What the operator says", node => node.Message, Named("Message"));
        frame.OptionalText("detail__url", "Where it can be opened", node => node.Url, Named("Address"));
    }

    private static FrameBuilder<TopologyEdge> Edges()
    {
        var frame = new FrameBuilder<TopologyEdge>("edges") { Meta = Meta };
        var number = 0;
        frame.Text("id", "Number of the edge", _ => Invariant($"{number++}"));
        frame.Text("source", "Node it begins at", edge => edge.Source);
        frame.Text("target", "Node it ends at", edge => edge.Target);
        frame.Text("mainstat", "What it means, or which revision is followed", edge => edge.Relation);
        frame.OptionalText("secondarystat", "Path or chart", edge => edge.Detail);
        frame.OptionalText("strokedasharray", "Dashes of what is no flow of changes", edge => edge.IsDashed ? "4 4" : null);
        return frame;
    }

    private static FieldConfig Fixed(string color) => new() { Color = new FieldColor("fixed", color) };

    private static FieldConfig Named(string name) => new() { DisplayName = name };
}
