using System.Globalization;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>What a reader must know of an answer about applications.</summary>
internal static class ApplicationNotices
{
    internal const string NothingRead =
        "No application has been read yet. Name a cluster in kubernetes.clusters, or start with: serve --kubeconfig FILE";

    public static async Task<IReadOnlyList<Notice>> ReadAsync(
        QueryContext context, ApplicationFilter filter, bool isEmpty, CancellationToken cancellationToken)
    {
        var watches = await context.Store.Operators.ReadWatchesAsync(cancellationToken);
        var troubled = watches.Where(watch => IsAskedFor(filter, watch) && WatchView.IsFailing(watch)).Select(Missing).ToList();
        if (!isEmpty) return [.. QueryNotices.Few(troubled)];
        return [.. QueryNotices.Few(troubled), .. await ExplainEmptyAsync(context, filter, watches, cancellationToken)];
    }

    /// <summary>An empty answer is good news only where the filters mean what they say.</summary>
    private static async Task<IEnumerable<Notice>> ExplainEmptyAsync(
        QueryContext context, ApplicationFilter filter, IReadOnlyList<WatchState> watches, CancellationToken cancellationToken)
    {
        var all = await context.Store.Applications.ReadAsync(new ApplicationFilter(), cancellationToken);
        if (all.Count == 0) return [new Notice(NoticeSeverity.Info, watches.Count == 0 ? NothingRead : NothingFound(watches))];
        return
            from dimension in ApplicationDimension.All
            let choice = new NameChoice(dimension.Asked(filter))
            where !choice.IsEmpty
            let asked = choice.Wanted.Concat(choice.Unwanted).Where(value => !NameChoice.IsQualified(value))
            let known = all.Select(look => dimension.Value(look.Status)).OfType<string>().Distinct().ToList()
            from notice in QueryNotices.Unknown(dimension.Name, asked, known)
            select notice;
    }

    private static string NothingFound(IReadOnlyList<WatchState> watches)
    {
        var clusters = string.Join(", ", watches.Select(watch => watch.Cluster).Distinct().Order(StringComparer.Ordinal));
        return watches.Any(watch => watch.SyncedAt is null)
            ? $"No application has been read yet of: {clusters}." : $"There is no application that may be read in: {clusters}.";
    }

    private static bool IsAskedFor(ApplicationFilter filter, WatchState watch) =>
        new NameChoice(filter.Clusters).Takes(watch.Cluster)
        && SourceTable.OperatorOf(watch.Resource) is { } name && new NameChoice(filter.Operators).Takes(name);

    private static Notice Missing(WatchState watch)
    {
        var what = $"{watch.Resource} of cluster {watch.Cluster}{(watch.Namespace is { } name ? $", namespace {name}" : "")}";
        var since = watch.SyncedAt is null || watch.LastAlive is not { } alive
            ? $"All {what} are missing."
            : string.Create(CultureInfo.InvariantCulture, $"Changes of {what} after {alive.UtcDateTime:yyyy-MM-dd HH:mm} UTC are missing.");
        var severity = watch.SyncedAt is null ? NoticeSeverity.Error : NoticeSeverity.Warning;
        return new Notice(severity, $"{since} {WatchView.Advice(watch)}".TrimEnd());
    }
}
