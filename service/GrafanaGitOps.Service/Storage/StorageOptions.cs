namespace GrafanaGitOps.Service.Storage;

/// <summary>Where the ledger is kept (<c>storage</c>).</summary>
public sealed class StorageOptions
{
    /// <summary>PostgreSQL connection string (<c>storage.postgres</c>, or the file named by <c>storage.postgresFile</c>); null keeps the embedded SQLite.</summary>
    public string? Postgres { get; set; }

    /// <summary>The SQLite file (<c>storage.sqlite</c>). Default <c>gitops.db</c> under the data directory.</summary>
    public string? Sqlite { get; set; }
}
