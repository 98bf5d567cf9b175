using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Queries.Applications;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>Deployments with the commits that they brought, newest first.</summary>
public static class DeploymentsQuery
{
    private const string Failed = "failed";
    private const string All = "all";

    /// <summary>Whether failed attempts at a new revision are wanted.</summary>
    internal static QueryParameter Outcome { get; } = QueryParameter.Choice(
        "outcome", "outcome", "Deployments, failed attempts at one, or both", "succeeded", Failed, All);

    internal static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        .. CommonParameters.Applications, CommonParameters.Repositories, Outcome,
        CommonParameters.Search with { Help = "A text in message, initiator or revision" }, CommonParameters.Limit,
    ];

    /// <summary>Its line of the table.</summary>
    public static QueryDefinition Definition { get; } = new(
        "deployments",
        "Deployments with commits, authors, change types, lead time and duration, newest first",
        Parameters,
        RunAsync);

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        using var frame = DeploymentsFrame.Create(context.Links);
        return [await FillAsync(frame, context, cancellationToken)];
    }

    /// <summary>Appends each deployment that is asked for and finishes the frame.</summary>
    internal static async Task<Frame> FillAsync(FrameBuilder<DeploymentRow> frame, QueryContext context, CancellationToken cancellationToken)
    {
        var filter = Filter(context.Request);
        var isCut = await frame.AppendAsync(context.Store.Syncs.ReadDeploymentsAsync(filter, cancellationToken), context.Request.Limit);
        List<Notice> notices = [.. await ApplicationNotices.ReadAsync(context, filter.Applications, frame.RowCount == 0, cancellationToken)];
        if (isCut) notices.Add(QueryNotices.Cut(context.Request.Limit, "newest", "time range, application or environment"));
        return frame.Finish(notices);
    }

    private static SyncEventFilter Filter(QueryRequest request) => new()
    {
        Applications = CommonParameters.FilterOf(request) with { IncludeDeleted = true },
        Scope = request.Choice(Outcome) switch
        {
            Failed => SyncEventScope.FailedDeployments,
            All => SyncEventScope.Deployments | SyncEventScope.FailedDeployments,
            _ => SyncEventScope.Deployments,
        },
        Search = request.Text("search"),
        From = request.From,
        To = request.To,
        // One more than wanted tells whether the answer is cut.
        Limit = request.Limit + 1,
    };
}
