namespace GrafanaGitOps.Service.Configuration;

/// <summary>Limits of queries.</summary>
public sealed class QueryOptions
{
    /// <summary>The most memory that remembered answers take. Default 64 MiB; 0 remembers none.</summary>
    public ByteSize CacheSize { get; set; } = new(64 * 1024 * 1024);

    /// <summary>The most rows that a query may ask for. Default 100,000.</summary>
    public int MaxRows { get; set; } = 100_000;

    /// <summary>Rows of a query that names no limit. Default 1,000.</summary>
    public int DefaultLimit { get; set; } = 1_000;

    /// <summary>How long a query may take. Default 30 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Adds every error, each beginning with its key.</summary>
    public void Validate(string key, ICollection<string> errors)
    {
        if (CacheSize.Bytes < 0) errors.Add($"{key}.cacheSize must be 0 or more.");
        if (MaxRows is < 1 or > 10_000_000) errors.Add($"{key}.maxRows must be from 1 to 10000000, not {MaxRows}.");
        if (DefaultLimit < 1 || DefaultLimit > MaxRows)
            errors.Add($"{key}.defaultLimit must be from 1 to {key}.maxRows ({MaxRows}), not {DefaultLimit}.");
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromHours(1)) errors.Add($"{key}.timeout must be from 1s to 1h.");
    }
}
