using System.Data.Common;
using Dapper;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>Puts rows straight into the ledger's tables, for tests of what reads them. Moments become milliseconds, states their numbers.</summary>
internal sealed class LedgerSeed(Store store)
{
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>An application of Argo CD that is in sync and healthy, but for what is given; returns its id.</summary>
    public Task<long> ApplicationAsync(string name, Dictionary<string, object?>? columns = null)
    {
        var row = new Dictionary<string, object?>
        {
            ["cluster"] = "main", ["operator"] = "argocd", ["kind"] = "Application", ["namespace"] = "argocd", ["name"] = name, ["uid"] = name,
            ["resource_version"] = "1", ["changed_in"] = 0, ["first_seen"] = Epoch, ["observed_at"] = Epoch, ["budget"] = 1_800_000, ["sync"] = 1,
            ["sync_since_not_before"] = Epoch, ["sync_since"] = Epoch, ["health"] = 1, ["health_since_not_before"] = Epoch, ["health_since"] = Epoch,
            ["suspended"] = false, ["automated"] = true, ["self_heal"] = false, ["heartbeat"] = true, ["resources_total"] = 0,
            ["resources_out_of_sync"] = 0, ["resources_degraded"] = 0, ["resources_missing"] = 0, ["resources_requires_pruning"] = 0, ["details"] = "{}",
        };
        foreach (var (column, value) in columns ?? []) row[column] = value;
        return InsertAsync("applications", row, "id");
    }

    /// <summary>A repository, as its collector registers it; returns its id.</summary>
    public Task<long> RepositoryAsync(string name) => InsertAsync(
        "repositories", new() { ["name"] = name, ["url"] = $"https://example.org/{name}.git", ["size"] = 0 }, "id");

    /// <summary>Any row; returns the column that is asked for, 0 when none is.</summary>
    public async Task<long> InsertAsync(string table, Dictionary<string, object?> row, string? returning = null)
    {
        var sql = $"INSERT INTO {table} ({string.Join(", ", row.Keys)}) VALUES ({string.Join(", ", row.Keys.Select(column => "@" + column))})";
        await using var lease = await store.Dialect.OpenWriterAsync(CancellationToken.None);
        await using var transaction = await lease.Connection.BeginTransactionAsync();
        var id = await ExecuteAsync(transaction, returning is null ? sql : $"{sql} RETURNING {returning}", row);
        await transaction.CommitAsync();
        return id;
    }

    private static async Task<long> ExecuteAsync(DbTransaction transaction, string sql, Dictionary<string, object?> row)
    {
        var parameters = new DynamicParameters();
        foreach (var (column, value) in row) parameters.Add(column, Stored(value));
        return await transaction.Connection!.ExecuteScalarAsync<long?>(sql, parameters, transaction) ?? 0;
    }

    private static object? Stored(object? value) => value switch
    {
        DateTimeOffset moment => moment.ToUnixTimeMilliseconds(),
        TimeSpan duration => (long)duration.TotalMilliseconds,
        bool truth => truth ? 1L : 0L,
        Enum state => Convert.ToInt64(state, System.Globalization.CultureInfo.InvariantCulture),
        int number => (long)number,
        _ => value,
    };
}
