using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Storage.Past;

namespace GrafanaGitOps.Service.Queries.Past;

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
        var isCut = await ReadAsync(context, frame.Append, cancellationToken);
        return [frame.Finish(isCut ? [Cut(context.Request)] : [])];
    }

    internal static Notice Cut(QueryRequest request) => QueryNotices.Cut(request.Limit, "newest", "time range, application or environment");

    /// <summary>Hands on each deployment that is asked for; true when there are more.</summary>
    internal static async Task<bool> ReadAsync(QueryContext context, Action<DeploymentRow> take, CancellationToken cancellationToken)
    {
        var left = context.Request.Limit;
        await foreach (var row in context.Store.ReadDeploymentsAsync(Filter(context.Request), cancellationToken))
        {
            if (left-- == 0) return true;
            take(row);
        }

        return false;
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
