namespace GrafanaGitOps.Service.Storage;

/// <summary>How much the ledger holds.</summary>
/// <param name="Applications">Applications that are in their clusters.</param>
/// <param name="SyncEvents">Sync attempts.</param>
public sealed record LedgerCounts(IReadOnlyList<ApplicationCount> Applications, long SyncEvents);

/// <summary>The applications of one operator in one cluster.</summary>
public sealed record ApplicationCount(string Cluster, string Operator, long Count);

/// <summary>What was removed because it is older than the ledger is to keep.</summary>
public sealed record ForgottenRows(long SyncEvents, long StateChanges, long Applications);
