using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>The applications that a question is about, and what its reader must know of them.</summary>
/// <param name="Rows">At most the question's limit, worst first.</param>
/// <param name="Notices">What is missing, doubtful or misspelt.</param>
internal sealed record ApplicationSelection(IReadOnlyList<SyncStatusRow> Rows, IReadOnlyList<Notice> Notices)
{
    /// <summary>Applications of one answer unless a limit is given: all of them.</summary>
    public const int DefaultLimit = 10_000;

    /// <summary>By what applications are built from.</summary>
    public static QueryParameter Repositories { get; } =
        CommonParameters.Repositories with { Help = "Names or URLs of repositories that applications are built from" };

    /// <summary>What every query of applications can be asked.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        .. CommonParameters.Applications,
        Repositories,
        CommonParameters.Search with { Help = "A text in name, namespace, project, environment or message" },
        CommonParameters.Limit,
    ];

    public static async Task<ApplicationSelection> ReadAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var (request, now) = (context.Request, context.TimeProvider.GetUtcNow());
        var filter = CommonParameters.FilterOf(request) with { Search = request.Text("search") };
        var looks = await context.Store.Applications.ReadAsync(filter, cancellationToken);
        var rows = new SyncStatusRow[looks.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = new SyncStatusRow(looks[i], now);
        SyncStatusRow.SortWorstFirst(rows);
        List<Notice> notices = [.. await ApplicationNotices.ReadAsync(context, filter, looks.Count == 0, cancellationToken)];
        if (rows.Length <= request.Limit) return new ApplicationSelection(rows, notices);
        notices.Add(QueryNotices.Cut(request.Limit, "worst", "cluster, environment, project, namespace or search"));
        return new ApplicationSelection(rows[..request.Limit], notices);
    }
}
