using GrafanaGitOps.Service.Storage.Postgres;
using GrafanaGitOps.Service.Storage.Sqlite;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>Opens the database and brings its schema up to date.</summary>
    /// <exception cref="StorageException">The database cannot be opened, or is newer than this program.</exception>
    public static async Task<Store> OpenAsync(StorageOptions options, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        var logger = loggerFactory.CreateLogger<Store>();
        Dialect dialect = options.Postgres is { } connection
            ? PostgresDialect.Open(connection)
            : SqliteDialect.Open(options.Sqlite ?? "gitops.db");
        try
        {
            await Migrations.RunAsync(dialect, TimeProvider.System, logger, cancellationToken);
        }
        catch
        {
            await dialect.DisposeAsync();
            throw;
        }

        Log.Opened(logger, dialect.Name);
        return new Store(dialect, options.Retention, logger);
    }
}
