using System.Globalization;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Past;

namespace GrafanaGitOps.Service.Queries.Past;

/// <summary>What an annotation says of a deployment. Grafana shows title and text as HTML.</summary>
internal sealed class DeploymentAnnotation(WebLinks webLinks)
{
    private const int Commits = 5;
    private const int Message = 300;

    /// <summary>A shorter sync is a point.</summary>
    private static readonly TimeSpan ShortestRegion = TimeSpan.FromMinutes(1);

    private readonly SyncEventLinks _links = new(webLinks);

    /// <summary>A region where both ends are known well enough and far enough apart; else the one moment twice.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End) Time(SyncEvent row)
    {
        var isRegion = SyncTimes.Seconds(row.Started, row.Finished) >= ShortestRegion.TotalSeconds;
        return (isRegion ? row.Started.NotAfter : row.Time.NotAfter, row.Time.NotAfter);
    }

    public static string Title(SyncEvent row)
    {
        var (happened, preposition) = row switch
        {
            { Deployment: false } => ("failed to deploy", "to"),
            { Kind: SyncKind.Rollback } => ("rolled back", "in"),
            _ => ("deployed", "to"),
        };
        var where = row.Environment is { } environment ? $" {preposition} {environment}" : "";
        var revision = RevisionRef.Parse(row.Revision)?.Short is { } shown ? $": {shown}" : "";
        return HtmlText.Escape($"{row.Application.Name} {happened}{where}{revision}");
    }

    public string Text(DeploymentRow row) => string.Join("<br>", Lines(row).OfType<string>());

    public static string Tags(DeploymentRow row)
    {
        var happened = row.Event switch { { Deployment: false } => "failed", { Kind: SyncKind.Rollback } => "rollback", _ => "deployed" };
        string?[] tags =
        [
            row.Event.Environment, row.Event.Application.Name, row.Event.Application.Operator, happened,
            .. row.Commits?.ChangeTypes ?? [], row.Commits?.Breaking == true ? "breaking" : null,
        ];
        return string.Join(',', tags.OfType<string>().Select(tag => tag.Replace(',', ' ')).Distinct(StringComparer.Ordinal));
    }

    private IEnumerable<string?> Lines(DeploymentRow row)
    {
        var takesBack = row.Commits is { Removed: > 0, Oldest: null };
        if (takesBack) yield return $"Takes back {Count(row.Commits!.Removed)}:";
        foreach (var commit in row.Commits?.Newest.Take(Commits) ?? []) yield return Commit(commit);
        yield return takesBack ? null : More(row);
        yield return row.Event is { Deployment: true, CommitsKnown: not CommitsKnown.Exactly }
            ? HtmlText.Escape($"Commits: {CommitsKnownText.Of(row.Event.CommitsKnown)}.") : null;
        yield return Revision(row.Event);
        yield return Who(row.Event);
        yield return SyncTimes.Bounds(row.Event.Time) is { } bounds ? $"Happened {bounds}; nobody watched." : null;
        yield return !row.Event.Deployment && row.Event.Message is { } message ? HtmlText.Escape(Cut(message)) : null;
    }

    private string Commit(DeployedCommit commit)
    {
        var link = HtmlText.Link(RevisionRef.Parse(commit.Sha)!.Short, webLinks.Commit(commit.Repository, commit.Sha));
        return $"{link} by {HtmlText.Escape($"{commit.Author}: {commit.Subject}")}";
    }

    private static string? More(DeploymentRow row)
    {
        if (row.Commits is null) return row.Event.Commits > 0 ? Count(row.Event.Commits.Value) : null;
        var brought = row.Event.Commits ?? 0;
        if (brought > Commits) return $"and {Count(brought - Commits)} more";
        return row.Commits.Removed > 0 ? $"and takes back {Count(row.Commits.Removed)}" : null;
    }

    private string? Revision(SyncEvent row)
    {
        if (RevisionRef.Parse(row.Revision)?.Short is not { } revision) return null;
        var text = $"Revision {HtmlText.Link(revision, _links.Commit(row))}";
        var before = RevisionRef.Parse(row.PreviousRevision)?.Short;
        return before is null ? text : $"{text}, before {HtmlText.Link(before, _links.Compare(row))}";
    }

    private string Who(SyncEvent row)
    {
        var by = row.Initiator switch
        {
            { User: { } user } => $" by {user}",
            { Automated: true } => $" by {row.Application.Operator} itself",
            _ => "",
        };
        var took = SyncTimes.Seconds(row.Started, row.Finished) is { } seconds ? $" in {SyncTimes.Text(seconds)}" : "";
        var application = HtmlText.Link($"{row.Application.Namespace}/{row.Application.Name}", _links.Application(row));
        return $"{row.Kind} sync of {application}{HtmlText.Escape(by)}{took}";
    }

    private static string Cut(string message) => message.Length <= Message ? message : message[..Message] + "…";

    private static string Count(long commits) =>
        string.Create(CultureInfo.InvariantCulture, $"{commits:N0} commit{(commits == 1 ? "" : "s")}");
}
