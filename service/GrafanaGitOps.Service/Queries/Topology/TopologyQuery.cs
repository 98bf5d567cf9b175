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
        return TopologyFrames.Create(graph, [.. notices, .. Cut(graph, request.Limit, shown, page)]);
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
}
