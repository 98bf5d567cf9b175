using System.Data.Common;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Storage.Past;

/// <summary>Turns the columns of <see cref="SyncEventQuery"/> into rows; texts that repeat from row to row are kept once.</summary>
internal sealed class SyncEventReader
{
    /// <summary>In the order in which they are read, over sync_events e, applications a, application_sources s, repositories r.</summary>
    public const string Columns =
        """
        e.id, a.cluster, a.operator, a.kind, a.namespace, a.name, a.environment, a.project, e.started_not_before, e.started_at,
        e.finished_not_before, e.finished_at, e.phase, e.kind, e.complete, e.terminated, e.seen_in, e.deployment, e.commits_known,
        e.commits, e.history_id, e.retries, e.initiator, e.automated, e.revision, e.previous_revision, e.resources_total, e.resources_changed,
        e.resources_failed, e.resources_pruned, e.resources_prune_skipped, e.message, e.sources, r.name, s.repo_url
        """;

    private readonly TextPool _texts = new();

    public SyncEvent Read(DbDataReader reader)
    {
        var revision = reader.Text(24);
        var sources = StoredSync.ReadSources(reader.Text(32));
        var source = sources.FirstOrDefault(one => one.Revision?.Text == revision);
        return new SyncEvent
        {
            Id = reader.GetInt64(0),
            Application = new ApplicationId(Once(reader, 1)!, Once(reader, 2)!, Once(reader, 3)!, Once(reader, 4)!, Once(reader, 5)!),
            Environment = Once(reader, 6),
            Project = Once(reader, 7),
            Started = reader.Moment(8) ?? default,
            Finished = reader.Moment(10),
            Phase = (SyncPhase)reader.GetInt64(12),
            Kind = (SyncKind)reader.GetInt64(13),
            Complete = reader.GetInt64(14) != 0,
            Terminated = reader.GetInt64(15) != 0,
            SeenIn = (SeenIn)reader.GetInt64(16),
            Deployment = reader.GetInt64(17) != 0,
            CommitsKnown = (CommitsKnown?)reader.Number(18),
            Commits = reader.Number(19),
            HistoryId = reader.Number(20),
            Retries = reader.GetInt64(21),
            Initiator = new Initiator(Once(reader, 22), reader.Number(23) is { } automated ? automated != 0 : null),
            Revision = revision,
            PreviousRevision = reader.Text(25),
            Resources = Resources(reader),
            Message = Once(reader, 31),
            Sources = sources,
            // Of another source, or of one that the application has no more, the repository is not known.
            Repository = source is not null && (source.RepoUrl is null || source.RepoUrl == reader.Text(34)) ? Once(reader, 33) : null,
            Commit = (source?.Origin ?? source?.Revision)?.Commit,
            IsArtifact = source?.Origin is not null,
        };
    }

    private static ResourceResults Resources(DbDataReader reader) => new()
    {
        Total = reader.GetInt32(26),
        Changed = reader.GetInt32(27),
        Failed = reader.GetInt32(28),
        Pruned = reader.GetInt32(29),
        PruneSkipped = reader.GetInt32(30),
    };

    private string? Once(DbDataReader reader, int column) => reader.Text(column) is { } text ? _texts.Once(text) : null;
}
