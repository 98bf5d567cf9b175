namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>The sync events in which an application differs from what is stored of it.</summary>
internal sealed class SyncWrites
{
    public List<SyncEventRow> New { get; } = [];

    public List<SyncEventRow> Changed { get; } = [];

    /// <summary>Stored events whose results are other ones now.</summary>
    public List<SyncEventRow> NewResults { get; } = [];

    /// <summary>Events whose commits must be found anew.</summary>
    public List<long> ForDelivery { get; } = [];

    /// <summary>Stored deployments that ended at another time than is stored.</summary>
    public List<long> OfOtherTime { get; } = [];

    public void Compare(SyncEntry sync, SyncEventRow row)
    {
        if (sync.NeedsDelivery(row)) ForDelivery.Add(row.Id);
        if (sync.Stored is not { } stored)
        {
            New.Add(row);
            return;
        }

        if (!SyncEventTable.AreSame(row, stored)) Changed.Add(row);
        if (row.ResultsHash != stored.ResultsHash) NewResults.Add(row);
        if (row.Deployment != 0 && row.Ended != stored.Ended) OfOtherTime.Add(row.Id);
    }
}
