using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Operators;

/// <summary>A row of <c>watches</c>.</summary>
internal sealed record WatchRow
{
    private const string Table = "watches";

    private static readonly ColumnList<WatchRow> Key = new()
    {
        { "cluster", row => row.Cluster },
        { "resource", row => row.Resource },
        { "namespace", row => row.Namespace },
    };

    private static readonly ColumnList<WatchRow> Values = new()
    {
        { "phase", row => row.Phase },
        { "since", row => row.Since },
        { "version", row => row.Version },
        { "synced_at", row => row.SyncedAt },
        { "last_alive", row => row.LastAlive },
        { "objects", row => row.Objects },
        { "rejected", row => row.Rejected },
        { "last_error", row => row.LastError },
        { "last_error_at", row => row.LastErrorAt },
    };

    public static ColumnList<WatchRow> All { get; } = [.. Key, .. Values];

    public static RowStatement<WatchRow> Insert { get; } = new(RowAction.Insert, Table, Key, Values);

    public static RowStatement<WatchRow> Update { get; } = new(RowAction.Update, Table, Key, Values);

    public string Cluster { get; init; } = "";
    public string Resource { get; init; } = "";
    public string Namespace { get; init; } = "";
    public long Phase { get; init; }
    public long Since { get; init; }
    public string? Version { get; init; }
    public long? SyncedAt { get; init; }
    public long? LastAlive { get; init; }
    public long Objects { get; init; }
    public long Rejected { get; init; }
    public string? LastError { get; init; }
    public long? LastErrorAt { get; init; }

    public static WatchRow From(WatchState state) => new()
    {
        Cluster = StoredText.Key(state.Cluster, "the cluster"),
        Resource = StoredText.Key(state.Resource, "the kind"),
        Namespace = StoredText.Clean(state.Namespace ?? "", StorageLimits.Key),
        Phase = (long)state.Phase,
        Since = state.Since.ToUnixTimeMilliseconds(),
        Version = state.Version is null ? null : StoredText.Clean(state.Version, ApplicationLimits.Text),
        SyncedAt = StoredMoment.Milliseconds(state.SyncedAt),
        LastAlive = StoredMoment.Milliseconds(state.LastAlive),
        Objects = state.Objects,
        Rejected = state.Rejected,
        LastError = state.LastError is null ? null : StoredText.Clean(state.LastError, ApplicationLimits.Message),
        LastErrorAt = StoredMoment.Milliseconds(state.LastErrorAt),
    };

    /// <summary>Without the moments that pass while nothing happens.</summary>
    public WatchRow WithoutMoments() => this with { SyncedAt = null, LastAlive = null };

    public WatchState ToState() => new()
    {
        Cluster = Cluster,
        Resource = Resource,
        Namespace = Namespace.Length == 0 ? null : Namespace,
        Phase = (WatchPhase)Phase,
        Since = DateTimeOffset.FromUnixTimeMilliseconds(Since),
        Version = Version,
        SyncedAt = StoredMoment.At(SyncedAt),
        LastAlive = StoredMoment.At(LastAlive),
        Objects = (int)Objects,
        Rejected = Rejected,
        LastError = LastError,
        LastErrorAt = StoredMoment.At(LastErrorAt),
    };
}
