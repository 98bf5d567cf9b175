namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>What was removed because it is older than the ledger is to keep.</summary>
public sealed record ForgottenRows(long SyncEvents, long StateChanges, long Applications);
