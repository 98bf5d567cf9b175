using System.Globalization;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Repositories;

namespace GrafanaGitOps.Service.Queries;

/// <summary>What a reader must know to read an answer right.</summary>
internal static class QueryNotices
{
    /// <summary>Notices of one kind; more would hide the panel.</summary>
    private const int Most = 5;

    private const string NothingRead = "No repository has been read yet. Add one to git.repositories, or start with: serve --repository URL";

    /// <summary>Filters that the query takes and cannot apply, so that nobody reads the answer as narrowed.</summary>
    public static IEnumerable<Notice> NotApplied(QueryRequest request) =>
        from parameter in request.Definition.Parameters
        where !parameter.IsApplied && request.List(parameter.Name).Count > 0
        select new Notice(
            NoticeSeverity.Warning,
            $"The filter {parameter.Name} has no effect here: {request.Definition.Name} knows no {parameter.Name}. The answer is not narrowed by it.");

    public static IEnumerable<Notice> UnknownRepositories(IReadOnlyList<string> asked, IReadOnlyList<RepositoryRow> rows)
    {
        var known = rows.Select(row => row.State.Name).ToList();
        if (known.Count == 0) return [new Notice(NoticeSeverity.Info, NothingRead)];
        return Unknown("repository", asked, known);
    }

    /// <summary>Values of a filter that nothing has, with what was probably meant.</summary>
    public static IEnumerable<Notice> Unknown(string what, IEnumerable<string> asked, IReadOnlyList<string> known) =>
        Few(asked.Except(known, StringComparer.Ordinal).Select(name => Unknown(what, name, known)).ToList());

    /// <summary>What is missing from the answer because a repository could not be read.</summary>
    public static IEnumerable<Notice> Failing(IEnumerable<RepositoryRow> rows) =>
        Few(rows.Where(row => row.State.Error is not null).Select(row => new Notice(
            row.State.LastFetch is null ? NoticeSeverity.Error : NoticeSeverity.Warning,
            $"{Missing(row.State)} are missing. {row.State.Error}")).ToList());

    public static Notice Cut(int limit, string order, string narrower) =>
        new(NoticeSeverity.Warning, string.Create(
            CultureInfo.InvariantCulture,
            $"Only the {order} {limit:N0} rows are shown; there are more. Narrow the answer by {narrower}, or raise limit."));

    private static Notice Unknown(string what, string name, IReadOnlyList<string> known)
    {
        var hint = NearestName.Of(name, known) is { } nearest
            ? $"Did you mean \"{nearest}\"?"
            : known.Count == 0 ? $"No {what} is known." : $"Known are {string.Join(", ", known.Take(Most))}{(known.Count > Most ? ", ..." : "")}.";
        return new Notice(NoticeSeverity.Warning, $"There is no {what} \"{name}\". {hint}");
    }

    private static string Missing(RepositoryState state) => state.LastFetch is { } time
        ? string.Create(CultureInfo.InvariantCulture, $"Commits of {state.Name} after {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
        : $"All commits of {state.Name}";

    /// <summary>Many of one kind would hide the panel.</summary>
    public static List<Notice> Few(List<Notice> notices) =>
        notices.Count <= Most
            ? notices
            : [.. notices.Take(Most), new Notice(notices[0].Severity, $"The same holds for {notices.Count - Most} more.")];
}
