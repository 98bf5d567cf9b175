using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>A row of <c>application_resources</c>.</summary>
internal sealed record ResourcesRow(long ApplicationId, HashedJson Resources)
{
    private static readonly ColumnList<ResourcesRow> Key = new() { { "application_id", row => row.ApplicationId } };

    private static readonly ColumnList<ResourcesRow> Values = new()
    {
        { "resources", row => row.Resources.Text },
        { "hash", row => row.Resources.Hash },
    };

    public static RowStatement<ResourcesRow> Insert { get; } = new(RowAction.Insert, "application_resources", Key, Values);

    public static RowStatement<ResourcesRow> Update { get; } = new(RowAction.Update, "application_resources", Key, Values);
}
