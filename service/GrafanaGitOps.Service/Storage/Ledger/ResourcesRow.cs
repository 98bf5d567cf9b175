using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>A row of <c>application_resources</c>.</summary>
internal sealed record ResourcesRow(long ApplicationId, HashedJson Resources)
{
    public static RowTable<ResourcesRow> Table { get; } = new(
        "application_resources",
        new() { { "application_id", row => row.ApplicationId } },
        new() { { "resources", row => row.Resources.Text }, { "hash", row => row.Resources.Hash } });
}
