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
    public async Task<long> ApplicationAsync(string name, params (string Column, object? Value)[] columns)
    {
        var (version, look) = (await NextVersionAsync(), await ScalarAsync("UPDATE ledger SET looks = looks + 1 RETURNING looks"));
        (string Column, object? Value)[] usual =
        [
            ("cluster", "main"), ("operator", "argocd"), ("kind", "Application"), ("namespace", "argocd"), ("name", name), ("uid", name),
            ("resource_version", "1"), ("changed_in", version), ("looked_in", look), ("first_seen", Epoch), ("observed_at", Epoch),
            ("budget", TimeSpan.FromMinutes(30)), ("sync", SyncStatus.Synced), ("sync_since_not_before", Epoch), ("sync_since", Epoch),
            ("health", HealthStatus.Healthy), ("health_since_not_before", Epoch), ("health_since", Epoch),
            ("suspended", false), ("automated", true), ("self_heal", false), ("heartbeat", true), ("details", "{}"),
            ("resources_total", 0), ("resources_out_of_sync", 0), ("resources_degraded", 0), ("resources_missing", 0), ("resources_requires_pruning", 0),
        ];
        return await InsertAsync("applications", "id", Merge(usual, columns));
    }

    /// <summary>A repository, as its collector registers it; returns its id.</summary>
    public Task<long> RepositoryAsync(string name) =>
        InsertAsync("repositories", "id", ("name", name), ("url", $"https://example.org/{name}.git"), ("size", 0));

    /// <summary>A source of an application; returns its application.</summary>
    public async Task<long> SourceAsync(long application, int position, params (string Column, object? Value)[] columns)
    {
        await RowAsync("application_sources", [("application_id", application), ("position", position), .. columns]);
        return application;
    }

    /// <summary>What waits to be deployed to an application.</summary>
    public Task DeliveryAsync(long application, CommitsKnown known, params (string Column, object? Value)[] columns) => RowAsync(
        "application_delivery",
        [("application_id", application), ("evaluated_at", Epoch), ("made_of", ""), ("status", known), ("paths_status", PathsKnown.FromGit), .. columns]);

    /// <summary>A sync attempt that succeeded, but for what is given; returns its id.</summary>
    public Task<long> SyncAsync(long application, DateTimeOffset started, params (string Column, object? Value)[] columns)
    {
        (string Column, object? Value)[] usual =
        [
            ("application_id", application), ("key", BitConverter.GetBytes(started.Ticks)), ("started_at", started), ("started_not_before", started),
            ("finished_at", started.AddSeconds(30)), ("observed_at", started), ("phase", SyncPhase.Succeeded), ("kind", SyncKind.Full),
            ("complete", true), ("terminated", false), ("repeatable", false), ("seen_in", SeenIn.Status), ("deployment", false), ("retries", 0),
            ("resources_total", 0), ("resources_changed", 0), ("resources_failed", 0), ("resources_pruned", 0), ("resources_prune_skipped", 0),
        ];
        return InsertAsync("sync_events", "id", Merge(usual, columns));
    }

    /// <summary>A commit that waits.</summary>
    public async Task PendingAsync(long application, string sha, DateTimeOffset merged)
    {
        var commit = await ScalarAsync("SELECT id FROM commits WHERE sha = @sha", ("sha", Convert.FromHexString(sha)));
        await RowAsync("pending_commits", ("application_id", application), ("commit_id", commit), ("merged_at", merged));
    }

    /// <summary>Changes an application in a new version of the ledger, as a write of the store does.</summary>
    public async Task ChangeAsync(long application, string assignments)
    {
        var version = await NextVersionAsync();
        await ScalarAsync($"UPDATE applications SET changed_in = @version, {assignments} WHERE id = @application", ("version", version), ("application", application));
    }

    /// <summary>Any statement; returns the first number of its answer.</summary>
    public async Task<long> ScalarAsync(string sql, params (string Name, object? Value)[] values)
    {
        var parameters = new DynamicParameters();
        foreach (var (name, value) in values) parameters.Add(name, Stored(value));
        await using var lease = await store.Database.Engine.OpenWriterAsync(CancellationToken.None);
        return await lease.Connection.ExecuteScalarAsync<long?>(sql, parameters) ?? 0;
    }

    /// <summary>Any row of a table.</summary>
    public Task RowAsync(string table, params (string Column, object? Value)[] cells) => InsertAsync(table, null, cells);

    /// <summary>Any row; returns the column that is asked for.</summary>
    public Task<long> InsertAsync(string table, string? returning, params (string Column, object? Value)[] cells)
    {
        var columns = cells.Select(cell => cell.Column).ToList();
        var sql = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => "@" + column))})";
        return ScalarAsync(returning is null ? sql : $"{sql} RETURNING {returning}", cells);
    }

    private Task<long> NextVersionAsync() => ScalarAsync("UPDATE ledger SET version = version + 1 RETURNING version");

    /// <summary>One cell a column: what is given wins.</summary>
    public static (string Column, object? Value)[] Merge(IEnumerable<(string Column, object? Value)> usual, IEnumerable<(string Column, object? Value)> given) =>
        [.. usual.Concat(given).GroupBy(cell => cell.Column).Select(cells => cells.Last())];

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
