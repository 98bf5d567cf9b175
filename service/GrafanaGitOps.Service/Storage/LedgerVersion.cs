namespace GrafanaGitOps.Service.Storage;

/// <summary>What a transaction sees of the ledger. Both numbers only grow.</summary>
/// <param name="Version">How often answers changed (<c>ledger.version</c>).</param>
/// <param name="Looks">How often looks of operators were recorded (<c>ledger.looks</c>), which alone are no new version.</param>
internal readonly record struct LedgerVersion(long Version, long Looks)
{
    /// <summary>Before anything was read.</summary>
    public static LedgerVersion None { get; } = new(-1, -1);

    public bool IsOlderThan(LedgerVersion other) => Version < other.Version || Looks < other.Looks;

    public static async Task<LedgerVersion> ReadAsync(DatabaseTransaction transaction)
    {
        var row = await transaction.QueryAsync<LedgerVersion>("SELECT version, looks FROM ledger");
        return row[0];
    }
}
