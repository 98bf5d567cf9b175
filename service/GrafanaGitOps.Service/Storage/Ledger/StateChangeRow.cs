using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>A row of <c>state_changes</c>.</summary>
internal sealed record StateChangeRow
{
    /// <summary>The dimension of <see cref="Events.SyncStatus"/>.</summary>
    public const long Sync = 0;

    /// <summary>The dimension of <see cref="Events.HealthStatus"/>.</summary>
    public const long Health = 1;

    /// <summary>The state of an object that is not in the cluster.</summary>
    public const long Gone = -1;

    private const string Table = "state_changes";

    private static readonly ColumnList<StateChangeRow> Key = new()
    {
        { "application_id", row => row.ApplicationId },
        { "dimension", row => row.Dimension },
        { "changed_at", row => row.ChangedAt },
    };

    private static readonly ColumnList<StateChangeRow> Values = new()
    {
        { "changed_not_before", row => row.ChangedNotBefore },
        { "state", row => row.State },
    };

    public static ColumnList<StateChangeRow> All { get; } = [.. Key, .. Values];

    public static RowStatement<StateChangeRow> Insert { get; } = new(RowAction.Insert, Table, Key, Values);

    public static RowStatement<StateChangeRow> Delete { get; } = new(RowAction.Delete, Table, Key, []);

    public long ApplicationId { get; init; }
    public long Dimension { get; init; }
    public long ChangedAt { get; init; }
    public long? ChangedNotBefore { get; init; }
    public long State { get; init; }
}
