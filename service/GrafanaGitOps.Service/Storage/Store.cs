using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage;

/// <summary>The ledger, in SQLite or PostgreSQL. A write that returned is durable; writing the same thing again changes nothing.</summary>
public sealed class Store : IAsyncDisposable
{
    /// <summary>Opens the database and brings its schema up to date.</summary>
    public static Task<Store> OpenAsync(StorageOptions options, ILoggerFactory loggerFactory, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Grows with every committed write, by whichever process; answers cached at one version are true while it stands.</summary>
    public ValueTask<long> GetVersionAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Bytes on disk.</summary>
    public Task<long> GetSizeAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Completes after the next committed write of this process.</summary>
    public Task WaitForWriteAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Registers the repository if it is new, and stores its state; returns its id.</summary>
    public Task<long> UpsertRepositoryAsync(RepositoryState state, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Stores a batch of commits with their paths in one transaction; commits that are there already stay as they are.</summary>
    public Task AppendCommitsAsync(long repositoryId, IReadOnlyList<Commit> commits, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Records moves of branches in one transaction: heads, which commits each branch reaches, and the history of moves.
    /// Every gained commit must be stored. Commits that no branch reaches any more stay, marked with the moment.
    /// </summary>
    public Task MoveBranchesAsync(long repositoryId, IReadOnlyList<BranchMove> moves, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The branches as last recorded; where the next incremental read starts.</summary>
    public Task<IReadOnlyList<BranchHead>> GetBranchHeadsAsync(long repositoryId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Matching commits, newest first (committer time, then object id), streamed; at most the filter's limit.</summary>
    public IAsyncEnumerable<CommitRow> ReadCommitsAsync(CommitFilter filter, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Every repository, by name.</summary>
    public Task<IReadOnlyList<RepositoryRow>> ReadRepositoriesAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Distinct values in the given repositories (all when empty) that contain the text, most used first for authors and scopes, else sorted.</summary>
    public Task<IReadOnlyList<string>> ReadValuesAsync(
        ValueKind kind, IReadOnlyList<string> repositories, string? search, int limit, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
