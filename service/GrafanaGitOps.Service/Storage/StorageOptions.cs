using Npgsql;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Where the ledger is kept (<c>storage</c>).</summary>
public sealed class StorageOptions
{
    private static readonly TimeSpan ShortestLeaderInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLeaderInterval = TimeSpan.FromSeconds(30);

    /// <summary>PostgreSQL connection string (<c>storage.postgres</c>, or the file named by <c>storage.postgresFile</c>); null keeps the embedded SQLite.</summary>
    public string? Postgres { get; set; }

    /// <summary>The SQLite file (<c>storage.sqlite</c>). Default <c>gitops.db</c> under the data directory.</summary>
    public string? Sqlite { get; set; }

    /// <summary>How long what happened is kept (<c>storage.retention</c>).</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>
    /// How often a replica looks whether it may collect, and the one that does whether it still may
    /// (<c>storage.leaderInterval</c>), from 1s to 30s. A replica that vanishes without a word is given up after four of them. Default 5s.
    /// </summary>
    public TimeSpan LeaderInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Adds what is wrong to the errors, each naming its key below the given one. Never shows the connection string, which may hold a password.</summary>
    public void Validate(string key, ICollection<string> errors)
    {
        if (Postgres is not null && Sqlite is not null)
            errors.Add($"{key}.postgres and {key}.sqlite are both set; keep the one that holds the ledger.");
        if (Postgres is not null) ValidatePostgres($"{key}.postgres", errors);
        if (Sqlite is not null && (string.IsNullOrWhiteSpace(Sqlite) || Sqlite.Contains('\0') || Path.EndsInDirectorySeparator(Sqlite) || Directory.Exists(Sqlite)))
            errors.Add($"{key}.sqlite must name a file, such as /var/lib/gitops/gitops.db.");
        Retention.Validate($"{key}.retention", errors);
        if (LeaderInterval < ShortestLeaderInterval || LeaderInterval > LongestLeaderInterval)
            errors.Add($"{key}.leaderInterval must be from 1s to 30s.");
    }

    private void ValidatePostgres(string key, ICollection<string> errors)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(Postgres);
            if (string.IsNullOrWhiteSpace(settings.Host)) errors.Add($"{key} does not name a server: add Host=.");
            if (string.IsNullOrWhiteSpace(settings.Database)) errors.Add($"{key} does not name a database: add Database=.");
        }
        catch (Exception cause) when (cause is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            errors.Add($"{key} is not a PostgreSQL connection string, such as Host=db.example.org;Database=gitops;Username=gitops;Password=...");
        }
    }
}
