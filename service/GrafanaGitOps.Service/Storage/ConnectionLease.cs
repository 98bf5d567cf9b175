using System.Data.Common;

namespace GrafanaGitOps.Service.Storage;

/// <summary>A connection on loan.</summary>
internal sealed class ConnectionLease(DbConnection connection, Func<ValueTask> giveBack) : IAsyncDisposable
{
    public DbConnection Connection => connection;

    public ValueTask DisposeAsync() => giveBack();
}
