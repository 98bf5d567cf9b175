using System.Data.Common;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Storage.Ledger;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage;

/// <summary>All that differs between SQLite and PostgreSQL; every other part of the store is the same code and the same SQL for both.</summary>
internal abstract class Dialect : IAsyncDisposable
{
    /// <summary>What the writer of the ledger asks this database.</summary>
    public LedgerSql Ledger => field ??= new LedgerSql(this);

    /// <summary>The database as messages may name it: without credentials.</summary>
    public abstract string Name { get; }

    /// <summary>A connection for one reading; disposing the lease gives it back. Cancelling interrupts the statement that runs on it.</summary>
    public abstract ValueTask<ConnectionLease> OpenReaderAsync(CancellationToken cancellationToken);

    /// <summary>The connection for the one writing that the store lets run at a time.</summary>
    public abstract ValueTask<ConnectionLease> OpenWriterAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction that no other writer of any process can overlap.</summary>
    public abstract ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>True where a writer shuts out every other one of the process, whatever it writes.</summary>
    public abstract bool HasOneWriter { get; }

    /// <summary>Begins a transaction that adds what no other writer changes.</summary>
    public abstract ValueTask<DbTransaction> BeginAppendAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Begins a transaction whose statements all see the same state.</summary>
    public abstract ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Begins the transaction of the migrations, which only one process may be in.</summary>
    public abstract ValueTask<DbTransaction> BeginMigrationAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Stands for the right to collect.</summary>
    /// <param name="interval">How often the candidate looks.</param>
    /// <param name="written">Called for each write of another replica.</param>
    /// <param name="appended">Called for what another replica appended.</param>
    /// <param name="cancellationToken">Ends the wait for a connection.</param>
    public abstract ValueTask<LeaderCandidate> StandAsync(
        TimeSpan interval, Action written, Action appended, CancellationToken cancellationToken);

    /// <summary>Lets other replicas hear of the write once it is committed.</summary>
    public virtual Task AnnounceAsync(DbTransaction transaction, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets the replica that collects hear of what was appended once it is committed.</summary>
    public virtual Task AnnounceAppendAsync(DbTransaction transaction, CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract Task<AppendResult> AppendAsync(
        DbTransaction transaction, long repositoryId, IReadOnlyList<CommitRecord> commits, CancellationToken cancellationToken);

    /// <summary>Runs the statement for each of the rows.</summary>
    public abstract Task RunAsync<TRow>(
        DbTransaction transaction, RowStatement<TRow> statement, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken);

    /// <summary>Ids for rows that are inserted in this transaction, so that rows which name them can be made before.</summary>
    public abstract Task<IReadOnlyList<long>> ReserveIdsAsync(DbTransaction transaction, string table, int count, CancellationToken cancellationToken);

    /// <summary>Makes room for rows of these moments in a table that is divided by month, where the database divides tables.</summary>
    public virtual Task PrepareMonthsAsync(DatabaseTransaction transaction, string table, IEnumerable<DateTimeOffset> moments) => Task.CompletedTask;

    /// <summary>Drops whole months of such a table that had ended by the moment; returns how many.</summary>
    public virtual Task<int> DropMonthsAsync(DatabaseTransaction transaction, string table, DateTimeOffset before) => Task.FromResult(0);

    public abstract Task<long> GetSizeAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Drops what the writer remembers of rows, after a transaction that was rolled back.</summary>
    public virtual void Forget()
    {
    }

    /// <summary>The row on which a reader, made by Dapper, stands after each step; true until the reader is closed.</summary>
    public abstract StoredRow Row(DbDataReader reader);

    /// <summary>Fills in the names in braces of a migration.</summary>
    public abstract string Schema(string migration);

    /// <summary>A table expression with the column <c>value</c> over a parameter made by <see cref="List(IEnumerable{string})"/>.</summary>
    public abstract string Rows(string parameter);

    /// <summary>The same over object ids, made by <see cref="ObjectIds"/>.</summary>
    public abstract string ObjectIdRows(string parameter);

    /// <summary>The same over row ids, made by <see cref="Ids"/>.</summary>
    public abstract string IdRows(string parameter);

    /// <summary>A table expression with the text columns <c>c0</c>, <c>c1</c>, ... over a parameter that is a JSON array of arrays.</summary>
    public string Tuples(string parameter, int columns) =>
        $"(SELECT {string.Join(", ", Enumerable.Range(0, columns).Select(index => $"value ->> {index} AS c{index}"))} FROM {JsonElements(parameter)})";

    /// <summary>An expression: the bytes that a text of hex digits stands for.</summary>
    public abstract string FromHex(string expression);

    public abstract object List(IEnumerable<string> values);

    public abstract object ObjectIds(IEnumerable<byte[]> values);

    public abstract object Ids(IEnumerable<long> values);

    /// <summary>A condition: the column contains the text of the parameter without regard to case; made by <see cref="SearchPattern"/>.</summary>
    public abstract string Contains(string column, string parameter, bool ascii);

    public abstract object SearchPattern(string text, bool ascii);

    /// <summary>The column in a form that SQLite's planner, which has no statistics, takes no index for.</summary>
    public abstract string WithoutIndex(string column);

    /// <summary>An aggregate: the values of the column as the text of a JSON array, NULL for none.</summary>
    public abstract string JsonArray(string column);

    /// <summary>True when the statement failed because it was cancelled.</summary>
    public abstract bool IsInterruption(DbException exception);

    public abstract ValueTask DisposeAsync();

    /// <summary>A table function with the column <c>value</c> over the elements of a JSON array.</summary>
    protected abstract string JsonElements(string parameter);

    protected static string LikePattern(string text) =>
        $"%{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
