using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>Every application now: desired and deployed side by side, worst first.</summary>
public static class SyncStatusQuery
{
    /// <summary>Its line of the table. Ages grow as time goes by, so answers are not remembered.</summary>
    public static QueryDefinition Definition { get; } = new(
        "sync_status",
        "Every application now: sync, health, desired and deployed revision, commits behind, sync delay against budget, last sync",
        ApplicationSelection.Parameters,
        RunAsync)
    { Cacheable = false, HasTimeRange = false, DefaultLimit = ApplicationSelection.DefaultLimit };

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var applications = await ApplicationSelection.ReadAsync(context, cancellationToken);
        var layout = SyncStatusLayout.Of(applications.Rows, context.Links);
        return [SyncStatusFrame.Create(applications.Rows, context.Links, layout, applications.Notices)];
    }
}
