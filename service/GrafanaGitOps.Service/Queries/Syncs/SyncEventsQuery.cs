using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Queries.Applications;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>The ledger: every sync attempt, newest first.</summary>
public static class SyncEventsQuery
{
    private const string Logs = "logs";

    private static readonly QueryParameter Phases = new("phases", "phase", ParameterKind.List, "How far attempts are, or how they ended")
    {
        Choices = Enum.GetNames<SyncPhase>(),
    };

    private static readonly QueryParameter Kinds = new("kinds", "kind", ParameterKind.List, "What attempts were for")
    {
        Choices = Enum.GetNames<SyncKind>(),
    };

    // The terminal has a --format of its own.
    private static readonly QueryParameter Format = QueryParameter.Choice(
        "format", "as", "Rows of a table or lines of a log", "table", Logs);

    /// <summary>Its line of the table.</summary>
    public static QueryDefinition Definition { get; } = new(
        "sync_events",
        "Every sync attempt, also failed, partial and self-healed ones, newest first",
        [
            .. CommonParameters.Applications, CommonParameters.Repositories, Phases, Kinds,
            CommonParameters.Search with { Help = "A text in message, initiator or revision" }, CommonParameters.Limit, Format,
        ],
        RunAsync);

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        using var frame = request.Choice(Format) == Logs ? SyncEventsLog.Create() : Create(context.Links);
        var filter = FilterOf(request) with
        {
            Phases = [.. request.List(Phases.Name).Select(Enum.Parse<SyncPhase>)],
            Kinds = [.. request.List(Kinds.Name).Select(Enum.Parse<SyncKind>)],
        };
        var isCut = await frame.AppendAsync(context.Store.Syncs.ReadAsync(filter, cancellationToken), request.Limit);
        List<Notice> notices = [.. await ApplicationNotices.ReadAsync(context, filter.Applications, frame.RowCount == 0, cancellationToken)];
        if (isCut) notices.Add(QueryNotices.Cut(request.Limit, "newest", "time range, application, environment, phase or kind"));
        return [frame.Finish(notices)];
    }

    /// <summary>What a question about attempts says, but for which of them count.</summary>
    internal static SyncEventFilter FilterOf(QueryRequest request) => new()
    {
        Applications = CommonParameters.FilterOf(request) with { IncludeDeleted = true },
        Search = request.Text("search"),
        From = request.From,
        To = request.To,
        // One more than wanted tells whether the answer is cut.
        Limit = request.Limit + 1,
    };

    /// <summary>The columns of a table: what happened, to what, by whom, how exactly it is known.</summary>
    private static FrameBuilder<SyncEvent> Create(WebLinks webLinks)
    {
        var links = new SyncEventLinks(webLinks);
        var frame = new FrameBuilder<SyncEvent>(Definition.Name) { Key = ["id"] };
        frame.Time("started", "When it began; the latest that it can have been, see started_not_before", row => row.Started.NotAfter);
        frame.Text("application", "Name of the application", row => row.Application.Name,
            ColumnConfig.Link("Show application", "application_url"));
        frame.OptionalText("environment", "Where the application belongs", row => row.Environment);
        frame.Text("phase", "How far it is, or how it ended", row => row.Phase.ToString(), StateColumns.Phase);
        frame.Text("kind", "What it was for", row => row.Kind.ToString());
        frame.OptionalText(
            "short_revision", "What was synced to: beginning of the object id, or version", row => row.RevisionParts?.Short,
            ColumnConfig.Link("Show commit", "url"));
        frame.Truth("deployment", "It changed the deployed revision", row => row.Deployment);
        frame.Number("duration", "From start to end; empty while it runs and where times are not known well enough",
            row => SyncTimes.Seconds(row.Started, row.Finished), ColumnConfig.Seconds);
        frame.OptionalText("message", "What the operator says about it", row => row.Message);
        AddWho(frame);
        AddResources(frame);
        AddTimes(frame);
        AddWhere(frame);
        frame.OptionalText("url", "The commit in the web interface of its repository", links.Commit);
        frame.OptionalText("application_url", "The application in the user interface of its operator", row => webLinks.ApplicationUi(row.Application));
        frame.Number("id", "Number of the attempt in the ledger", row => row.Id);
        return frame;
    }

    private static void AddWho(FrameBuilder<SyncEvent> frame)
    {
        frame.OptionalText("initiator", "Who began it, as the operator names them", row => row.Initiator.User);
        frame.Truth("automated", "The operator began it by itself; empty when that is not known", row => row.Initiator.Automated);
        frame.Number("retries", "How often it was tried again", row => row.Retries);
        frame.Truth("complete", "It covered the whole application and was meant to change it", row => row.Complete);
        frame.Truth("terminated", "Somebody stopped it", row => row.Terminated);
    }

    private static void AddResources(FrameBuilder<SyncEvent> frame)
    {
        frame.Number("resources_changed", "Resources that were made or changed", row => row.Resources.Changed);
        frame.Number("resources_failed", "Resources and hooks that failed", row => row.Resources.Failed);
        frame.Number("resources_pruned", "Resources that were removed", row => row.Resources.Pruned);
        frame.Number("resources_total", "Resources whose result is known; 0 where the operator keeps none", row => row.Resources.Total);
    }

    private static void AddTimes(FrameBuilder<SyncEvent> frame)
    {
        frame.Time("finished", "When it ended; empty while it runs and where nobody wrote it down", row => row.Finished?.NotAfter);
        frame.Time("started_not_before", "The earliest that it can have begun: the same when started is exact, empty when nothing is known",
            row => row.Started.NotBefore);
        frame.Time("finished_not_before", "The earliest that it can have ended", row => row.Finished?.NotBefore);
        frame.Text("seen_in", "Where it was read: Status, Event, or the operator's own History, which leaves out message and resources",
            row => row.SeenIn.ToString());
    }

    private static void AddWhere(FrameBuilder<SyncEvent> frame)
    {
        frame.Text("cluster", "Cluster that holds the application's object", row => row.Application.Cluster);
        frame.Text("operator", SourceTable.OneOfOperators, row => row.Application.Operator);
        frame.Text("application_kind", "Kubernetes kind of the application's object", row => row.Application.Kind);
        frame.Text("namespace", "Namespace of the application's object", row => row.Application.Namespace);
        frame.OptionalText("project", "Argo CD project", row => row.Project);
        frame.OptionalText("sources", "What was synced to, per source", row => Sources(row.Sources));
        frame.OptionalText("revision", "The whole revision as the operator names it", row => row.Revision);
        frame.OptionalText("previous_revision", "What was deployed before; of deployments only", row => row.PreviousRevision);
    }

    private static string? Sources(IReadOnlyList<SyncedSource> sources) =>
        sources.Count == 0 ? null : string.Join("; ", sources.Select(Source));

    private static string Source(SyncedSource source)
    {
        string?[] parts = [source.RepoUrl, source.Chart ?? source.Path, source.Revision?.Short];
        return string.Join(' ', parts.OfType<string>());
    }
}
