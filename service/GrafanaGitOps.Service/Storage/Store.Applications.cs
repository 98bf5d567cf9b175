using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Ledger;
using GrafanaGitOps.Service.Storage.Present;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>
    /// Records looks at applications, in their order, in one transaction: the state of each, the moments at which sync and health changed, and
    /// every sync attempt once. What is recorded already changes nothing; one application that cannot be recorded is left out and named in the
    /// result.
    /// </summary>
    public async Task<RecordResult> RecordApplicationsAsync(IReadOnlyList<ApplicationChange> changes, CancellationToken cancellationToken)
    {
        List<ApplicationChange> accepted = new(changes.Count);
        List<RejectedApplication> rejected = [];
        foreach (var change in changes)
        {
            if (ApplicationIdentity.TryClean(change, out var clean, out var reason)) accepted.Add(clean);
            else rejected.Add(Reject(change.Application, reason));
        }

        return await WriteAsync(
            async transaction =>
            {
                var (version, looks) = await transaction.Connection!.QuerySingleAsync<LedgerVersion>(
                    Command(LedgerVersion.Sql, null, transaction, cancellationToken));
                var writer = new LedgerWriter(_dialect, transaction, new LedgerVersion(version + 1, looks + 1), _keep, cancellationToken);
                foreach (var part in accepted.Chunk(StorageLimits.Looks)) await writer.WriteAsync(part);
                if (writer.HasWritten) await PlainSql.ExecuteAsync(transaction, "UPDATE ledger SET looks = looks + 1", cancellationToken);
                if (writer.Attempts > 0) await CountEventsAsync(transaction, writer.Attempts, cancellationToken);
                var effect = writer.Applications > 0 ? WriteEffect.Answers : writer.HasWritten ? WriteEffect.State : WriteEffect.None;
                return (new RecordResult(writer.Applications, writer.Attempts, rejected), effect);
            },
            cancellationToken);
    }

    /// <summary>The applications of a kind that are in a cluster as far as is recorded: what a watch compares its first list with.</summary>
    public async Task<IReadOnlyList<KnownApplication>> ReadKnownApplicationsAsync(
        string cluster, string kind, CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        return (await lease.Connection.QueryAsync<KnownApplication>(Command(
            """
            SELECT namespace AS Namespace, name AS Name, uid AS Uid, resource_version AS ResourceVersion FROM applications
            WHERE cluster = @cluster AND kind = @kind AND deleted_at IS NULL ORDER BY namespace, name
            """, new { cluster, kind }, null, cancellationToken))).AsList();
    }

    private RejectedApplication Reject(ApplicationId application, string reason)
    {
        Log.ApplicationRejected(_logger, StoredText.Clean(application.ToString(), StorageLimits.Key), reason);
        return new RejectedApplication(application, reason);
    }
}
