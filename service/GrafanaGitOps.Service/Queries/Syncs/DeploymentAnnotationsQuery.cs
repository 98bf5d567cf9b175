using System.Globalization;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>Deployments as annotations over any graph.</summary>
/// <remarks>
/// One frame for points and regions: Grafana merges the frames of an annotation query into one, and a row without <c>timeEnd</c> at its
/// top would make points of all. A point has the same time twice.
/// </remarks>
public static class DeploymentAnnotationsQuery
{
    /// <summary>Its line of the table.</summary>
    public static QueryDefinition Definition { get; } = new(
        "deployment_annotations",
        "Deployments as annotations: points, or regions for those that took a minute or more, with commits and links",
        DeploymentsQuery.Parameters,
        RunAsync);

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        using var frame = Create(context.Links);
        return [await DeploymentsQuery.FillAsync(frame, context, cancellationToken)];
    }

    private static FrameBuilder<DeploymentRow> Create(WebLinks links)
    {
        var annotation = new DeploymentAnnotation(links);
        var frame = new FrameBuilder<DeploymentRow>(Definition.Name) { Meta = new FrameMeta { DataTopic = "annotations" } };
        frame.Time("time", "When it ended, or the start of a region", row => DeploymentAnnotation.Time(row.Event).Start);
        frame.Time("timeEnd", "End of a region; of a point the same as time", row => DeploymentAnnotation.Time(row.Event).End);
        frame.Text("title", "What happened", row => annotation.Title(row.Event));
        frame.Text("text", "Commits, who and how long, as HTML", annotation.Text);
        frame.Text("tags", "Separated by commas", DeploymentAnnotation.Tags);
        frame.Text("id", "Number of the sync in the ledger", row => row.Event.Id.ToString(CultureInfo.InvariantCulture));
        return frame;
    }
}
