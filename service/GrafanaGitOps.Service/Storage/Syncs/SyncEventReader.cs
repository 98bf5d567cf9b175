using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>Turns the columns of <see cref="SyncEventQuery"/> into a page of rows; texts that repeat from row to row are kept once.</summary>
internal sealed class SyncEventReader
{
    /// <summary>In the order in which they are read, over sync_events e.</summary>
    public const string Columns =
        """
        e.id, e.application_id, e.started_not_before, e.started_at, e.finished_not_before, e.finished_at, e.phase, e.kind, e.complete,
        e.terminated, e.seen_in, e.deployment, e.commits_known, e.commits, e.history_id, e.retries, e.initiator, e.automated, e.revision,
        e.previous_revision, e.resources_total, e.resources_changed, e.resources_failed, e.resources_pruned, e.resources_prune_skipped,
        e.message, e.sources
        """;

    private readonly List<(long Application, SyncedSource? Source, SyncEvent Event)> _rows = [];

    /// <summary>Ids of the applications that are named so far, some more than once.</summary>
    public IEnumerable<long> Applications => _rows.Select(row => row.Application);

    /// <summary>How many were read, those of unknown applications among them.</summary>
    public int Count => _rows.Count;

    /// <summary>The last that was read, for the page that follows; it does not say its application.</summary>
    public SyncEvent? Last => _rows.Count == 0 ? null : _rows[^1].Event;

    public void Add(StoredRow row)
    {
        var revision = row.Text(18);
        var sources = StoredSync.ReadSources(row.Span(26));
        var source = Find(sources, revision);
        _rows.Add((row.GetInt64(1), source, new SyncEvent
        {
            Id = row.GetInt64(0),
            Application = null!, // Known in Finish.
            Started = row.Moment(2) ?? default,
            Finished = row.Moment(4),
            Phase = (SyncPhase)row.GetInt64(6),
            Kind = (SyncKind)row.GetInt64(7),
            Complete = row.GetInt64(8) != 0,
            Terminated = row.GetInt64(9) != 0,
            SeenIn = (SeenIn)row.GetInt64(10),
            Deployment = row.GetInt64(11) != 0,
            CommitsKnown = (CommitsKnown?)row.Number(12),
            Commits = row.Number(13),
            HistoryId = row.Number(14),
            Retries = row.GetInt64(15),
            Initiator = new Initiator(row.Shared(16), row.Number(17) is { } automated ? automated != 0 : null),
            Revision = revision,
            PreviousRevision = row.Text(19),
            Resources = Resources(row),
            Message = row.Shared(25),
            Sources = sources,
            Commit = (source?.Origin ?? source?.Revision)?.Commit,
            IsArtifact = source?.Origin is not null,
        }));
    }

    /// <param name="applications">Those of <see cref="Applications"/>.</param>
    public List<SyncEvent> Finish(ApplicationLookup applications)
    {
        var events = new List<SyncEvent>(_rows.Count);
        foreach (var (id, source, row) in _rows)
        {
            if (applications.Find(id) is not { } application) continue;
            Place(row, source, application);
            events.Add(row);
        }

        return events;
    }

    private static SyncedSource? Find(IReadOnlyList<SyncedSource> sources, string? revision)
    {
        for (var i = 0; i < sources.Count; i++)
            if (sources[i].Revision?.Text == revision) return sources[i];
        return null;
    }

    private static void Place(SyncEvent row, SyncedSource? source, ApplicationStatus application)
    {
        (row.Application, row.Environment, row.Project) = (application.Application, application.Environment, application.Project);
        var indexed = application.Sources.FirstOrDefault(one => one.Repository is not null);
        // Of another source, or of one that the application has no more, the repository is not known.
        if (source is not null && (source.RepoUrl is null || source.RepoUrl == indexed?.RepoUrl)) row.Repository = indexed?.Repository;
    }

    private static ResourceResults Resources(StoredRow row) => new()
    {
        Total = row.GetInt32(20),
        Changed = row.GetInt32(21),
        Failed = row.GetInt32(22),
        Pruned = row.GetInt32(23),
        PruneSkipped = row.GetInt32(24),
    };
}
