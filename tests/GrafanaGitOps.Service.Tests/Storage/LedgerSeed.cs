using System.Globalization;
using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>Puts rows straight into the ledger's tables, for tests of what reads them. Moments become milliseconds, states their numbers.</summary>
internal sealed class LedgerSeed(Store store)
{
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>An application of Argo CD that is in sync and healthy, but for what is given; returns its id.</summary>
    public Task<long> ApplicationAsync(string name, params (string Column, object? Value)[] columns)
    {
        (string Column, object? Value)[] usual =
        [
            ("cluster", "main"), ("operator", "argocd"), ("kind", "Application"), ("namespace", "argocd"), ("name", name), ("uid", name),
            ("resource_version", "1"), ("changed_in", 0), ("first_seen", Epoch), ("observed_at", Epoch), ("budget", TimeSpan.FromMinutes(30)),
            ("sync", SyncStatus.Synced), ("sync_since_not_before", Epoch), ("sync_since", Epoch),
            ("health", HealthStatus.Healthy), ("health_since_not_before", Epoch), ("health_since", Epoch),
            ("suspended", false), ("automated", true), ("self_heal", false), ("heartbeat", true), ("details", "{}"),
            ("resources_total", 0), ("resources_out_of_sync", 0), ("resources_degraded", 0), ("resources_missing", 0), ("resources_requires_pruning", 0),
        ];
        return InsertAsync("applications", "id", [.. usual.Concat(columns).GroupBy(cell => cell.Column).Select(cells => cells.Last())]);
    }

    /// <summary>A repository, as its collector registers it; returns its id.</summary>
    public Task<long> RepositoryAsync(string name) =>
        InsertAsync("repositories", "id", ("name", name), ("url", $"https://example.org/{name}.git"), ("size", 0));

    /// <summary>Any row of a table.</summary>
    public Task RowAsync(string table, params (string Column, object? Value)[] cells) => InsertAsync(table, null, cells);

    /// <summary>Any row; returns the column that is asked for.</summary>
    public async Task<long> InsertAsync(string table, string? returning, params (string Column, object? Value)[] cells)
    {
        var columns = cells.Select(cell => cell.Column).ToList();
        var sql = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => "@" + column))})";
        var parameters = new DynamicParameters();
        foreach (var (column, value) in cells) parameters.Add(column, Stored(value));
        await using var lease = await store.Dialect.OpenWriterAsync(CancellationToken.None);
        return await lease.Connection.ExecuteScalarAsync<long?>(returning is null ? sql : $"{sql} RETURNING {returning}", parameters) ?? 0;
    }

    private static object? Stored(object? value) => value switch
    {
        DateTimeOffset moment => moment.ToUnixTimeMilliseconds(),
        TimeSpan duration => (long)duration.TotalMilliseconds,
        bool truth => truth ? 1L : 0L,
        Enum state => Convert.ToInt64(state, CultureInfo.InvariantCulture),
        int number => (long)number,
        _ => value,
    };
}
