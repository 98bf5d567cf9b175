using System.Globalization;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Service.Queries.Topology;

/// <summary>The two frames of a node graph; Grafana finds their columns by these names.</summary>
internal static class TopologyFrames
{
    private static readonly FrameMeta Meta = new() { PreferredVisualisationType = "nodeGraph" };

    public static IReadOnlyList<Frame> Create(TopologyGraph graph, IReadOnlyList<Notice> notices)
    {
        using var nodes = Nodes();
        using var edges = Edges();
        return [nodes.Finish(graph.Nodes, notices), edges.Finish(graph.Edges, [])];
    }

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
        frame.Text("id", "Number of the edge", _ => (number++).ToString(CultureInfo.InvariantCulture));
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
