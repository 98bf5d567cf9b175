using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>How <see cref="SyncEventRow"/> is read and written.</summary>
internal static class SyncEventTable
{
    private const string Name = "sync_events";

    private static readonly ColumnList<SyncEventRow> Id = ColumnList<SyncEventRow>.Of(nameof(SyncEventRow.Id));

    private static readonly ColumnList<SyncEventRow> Identity = ColumnList<SyncEventRow>.Of(
        nameof(SyncEventRow.ApplicationId), nameof(SyncEventRow.Key), nameof(SyncEventRow.ObservedAt));

    private static readonly ColumnList<SyncEventRow> Values = ColumnList<SyncEventRow>.AllBut([Id, Identity], nameof(SyncEventRow.Results));

    private static readonly ColumnList<SyncEventRow> Results = new() { { "results", row => row.Results?.Text } };

    public static ColumnList<SyncEventRow> All { get; } = [.. Id, .. Identity, .. Values];

    public static RowStatement<SyncEventRow> Insert { get; } = new(RowAction.Insert, Name, Id, [.. Identity, .. Values, .. Results]);

    public static RowStatement<SyncEventRow> Update { get; } = new(RowAction.Update, Name, Id, Values);

    public static RowStatement<SyncEventRow> UpdateResults { get; } = new(RowAction.Update, Name, Id, Results);

    public static bool AreSame(SyncEventRow one, SyncEventRow other) => Values.AreSame(one, other);
}
