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

    public static RowTable<StateChangeRow> Table { get; } = RowTable<StateChangeRow>.Of("state_changes", nameof(ApplicationId), nameof(Dimension), nameof(ChangedAt));

    public long ApplicationId { get; init; }
    public long Dimension { get; init; }
    public long ChangedAt { get; init; }
    public long? ChangedNotBefore { get; init; }
    public long State { get; init; }
}
