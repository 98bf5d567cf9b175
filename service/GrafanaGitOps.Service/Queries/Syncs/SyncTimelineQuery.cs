using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Queries.Applications;
using GrafanaGitOps.Service.Storage.Syncs;
using static System.FormattableString;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>Sync and health states over time, made for the state timeline panel.</summary>
public static class SyncTimelineQuery
{
    private const string Both = "both";
    private const string Sync = "sync";
    private const string Health = "health";

    private static readonly QueryParameter Dimension = QueryParameter.Choice("dimension", "dimension", "Which states", Both, Sync, Health);

    /// <summary>Its line of the table.</summary>
    public static QueryDefinition Definition { get; } = new(
        "sync_timeline",
        "Sync and health states over time, for the state timeline panel",
        [
            .. CommonParameters.Applications, CommonParameters.Repositories, Dimension,
            CommonParameters.Search with { Help = "A text in name, namespace, project, environment or message" },
            CommonParameters.Limit with { Help = "The most applications" },
        ],
        RunAsync)
    { DefaultLimit = 50 };

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var filter = new TimelineFilter
        {
            Applications = CommonParameters.FilterOf(request) with { IncludeDeleted = true, Search = request.Text("search") },
            Sync = request.Choice(Dimension) != Health,
            Health = request.Choice(Dimension) != Sync,
            From = request.From,
            To = request.To ?? context.TimeProvider.GetUtcNow(),
            Limit = request.Limit,
        };
        var page = await context.Store.Syncs.ReadTimelinesAsync(filter, cancellationToken);
        var isEmpty = page.Applications.Count == 0;
        var notices = await ApplicationNotices.ReadAsync(context, filter.Applications, isEmpty, cancellationToken);
        return [TimelineFrame.Create(page.Applications, filter, [.. notices, .. Cut(page, filter)])];
    }

    private static List<Notice> Cut(TimelinePage page, TimelineFilter filter)
    {
        if (page.LeftOut == 0) return [];
        var (shown, most) = (page.Applications.Count, filter.MostChanges);
        var advice = page.TooManyChanges ? Invariant($"All together changed more than {most:N0} times: narrow the time range") : "Raise limit";
        return
        [
            new Notice(
                NoticeSeverity.Warning,
                Invariant($"Only {shown:N0} of {shown + page.LeftOut:N0} applications are shown, those that are not well now first. ") +
                $"{advice}, or choose applications or environments."),
        ];
    }
}
