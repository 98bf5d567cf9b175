using System.Data.Common;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Writes many rows at a time, in the fastest way of each database.</summary>
internal abstract class BulkWriter
{
    public abstract Task<AppendResult> AppendAsync(
        DbTransaction transaction, long repositoryId, IReadOnlyList<CommitRecord> commits, CancellationToken cancellationToken);

    /// <summary>Runs the statement for each of the rows.</summary>
    public abstract Task RunAsync<TRow>(
        DbTransaction transaction, RowStatement<TRow> statement, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken);

    /// <summary>Ids for rows that are inserted in this transaction, so that rows which name them can be made before.</summary>
    public abstract Task<IReadOnlyList<long>> ReserveIdsAsync(DatabaseTransaction transaction, string table, int count);

    /// <summary>Makes room for rows of these moments in a table that is divided by month, where the database divides tables.</summary>
    public virtual Task PrepareMonthsAsync(DatabaseTransaction transaction, string table, IEnumerable<DateTimeOffset> moments) => Task.CompletedTask;

    /// <summary>Drops whole months of such a table that had ended by the moment; returns how many.</summary>
    public virtual Task<int> DropMonthsAsync(DatabaseTransaction transaction, string table, DateTimeOffset before) => Task.FromResult(0);

    /// <summary>Drops what is remembered of rows, after a transaction that was rolled back.</summary>
    public virtual void Forget()
    {
    }
}
