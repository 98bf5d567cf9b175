using System.Globalization;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>What an annotation says of a deployment. Grafana shows title and text as HTML.</summary>
internal sealed class DeploymentAnnotation(WebLinks webLinks)
{
    private const int Commits = 5;
    private const int Message = 300;

    /// <summary>A shorter sync is a point.</summary>
    private static readonly TimeSpan ShortestRegion = TimeSpan.FromMinutes(1);

    private readonly SyncEventLinks _links = new(webLinks);
    private readonly HtmlText _title = new();
    private readonly HtmlText _text = new();

    /// <summary>A region where both ends are known well enough and far enough apart; else the one moment twice.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End) Time(SyncEvent row)
    {
        var isRegion = SyncTimes.Seconds(row.Started, row.Finished) >= ShortestRegion.TotalSeconds;
        return (isRegion ? row.Started.NotAfter : row.Time.NotAfter, row.Time.NotAfter);
    }

    public string Title(SyncEvent row)
    {
        var (happened, preposition) = row switch
        {
            { Deployment: false } => (" failed to deploy", " to "),
            { Kind: SyncKind.Rollback } => (" rolled back", " in "),
            _ => (" deployed", " to "),
        };
        _title.Begin().Text(row.Application.Name).Html(happened);
        if (row.Environment is { } environment) _title.Html(preposition).Text(environment);
        if (row.RevisionParts?.Short is { } shown) _title.Html(": ").Text(shown);
        return _title.Written;
    }

    public string Text(DeploymentRow row)
    {
        _text.Begin();
        AddCommits(row);
        AddRevision(row.Event);
        AddWho(row.Event);
        if (SyncTimes.Bounds(row.Event.Time) is { } bounds) _text.Line().Html("Happened ").Text(bounds).Html("; nobody watched.");
        if (!row.Event.Deployment && row.Event.Message is { } message) _text.Line().Text(Cut(message));
        return _text.Written;
    }

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

    private void AddCommits(DeploymentRow row)
    {
        var takesBack = row.Commits is { Removed: > 0, Oldest: null };
        if (takesBack) _text.Line().Html("Takes back ").Text(Count(row.Commits!.Removed)).Html(":");
        var newest = row.Commits?.Newest ?? [];
        for (var i = 0; i < Math.Min(newest.Count, Commits); i++) AddCommit(newest[i]);
        if (!takesBack && More(row) is { } more) _text.Line().Text(more);
        if (row.Event is { Deployment: true, CommitsKnown: not CommitsKnown.Exactly })
            _text.Line().Html("Commits: ").Text(CommitsKnownText.Of(row.Event.CommitsKnown)).Html(".");
    }

    private void AddCommit(DeployedCommit commit) => _text.Line()
        .Link(RevisionRef.Parse(commit.Sha)!.Short, webLinks.Commit(commit.Repository, commit.Sha))
        .Html(" by ").Text(commit.Author).Html(": ").Text(commit.Subject);

    private static string? More(DeploymentRow row)
    {
        if (row.Commits is null) return row.Event.Commits > 0 ? Count(row.Event.Commits.Value) : null;
        var brought = row.Event.Commits ?? 0;
        if (brought > Commits) return $"and {Count(brought - Commits)} more";
        return row.Commits.Removed > 0 ? $"and takes back {Count(row.Commits.Removed)}" : null;
    }

    private void AddRevision(SyncEvent row)
    {
        if (row.RevisionParts?.Short is not { } revision) return;
        _text.Line().Html("Revision ").Link(revision, _links.Commit(row));
        if (row.PreviousParts?.Short is { } before) _text.Html(", before ").Link(before, _links.Compare(row));
    }

    private void AddWho(SyncEvent row)
    {
        _text.Line().Text(Enum.GetName(row.Kind)).Html(" sync of ")
            .Link($"{row.Application.Namespace}/{row.Application.Name}", webLinks.ApplicationUi(row.Application));
        if (row.Initiator.User is { } user) _text.Html(" by ").Text(user);
        else if (row.Initiator.Automated == true) _text.Html(" by ").Text(row.Application.Operator).Html(" itself");
        if (SyncTimes.Seconds(row.Started, row.Finished) is { } seconds) _text.Html(" in ").Text(DurationText.Of(seconds));
    }

    private static string Cut(string message) => message.Length <= Message ? message : message[..Message] + "…";

    private static string Count(long commits) =>
        string.Create(CultureInfo.InvariantCulture, $"{commits:N0} commit{(commits == 1 ? "" : "s")}");
}
