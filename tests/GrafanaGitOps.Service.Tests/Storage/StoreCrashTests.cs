using System.Diagnostics;
using System.Globalization;
using Dapper;
using GrafanaGitOps.IngestionCrash;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>Kills a process that ingests, again and again on one database, and looks for anything lost, twice or half.</summary>
public sealed class StoreCrashTests : IDisposable
{
    private readonly TestLogs _logs = new();
    private readonly Random _random = new(20260101);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Sqlite_killed_50_times_loses_doubles_and_halves_nothing() => KillSqliteAsync(50, "commits", LookAsync);

    [Fact]
    public Task Sqlite_killed_20_times_while_it_records_applications_loses_doubles_and_halves_nothing() =>
        KillSqliteAsync(20, "applications", LookAtApplicationsAsync);

    [Fact]
    public async Task Postgres_writer_killed_10_times_loses_doubles_and_halves_nothing()
    {
        var database = await TestPostgres.CreateAsync(Cancellation);
        var options = new StorageOptions { Postgres = database.Connection };
        await KillAndLookAsync(10, options, ["postgres", database.Connection, "commits"], LookAsync);
        await KillAndLookAsync(10, options, ["postgres", database.Connection, "applications"], LookAtApplicationsAsync);
        await database.DropAsync();
    }

    public void Dispose() => _logs.Dispose();

    private async Task KillSqliteAsync(int kills, string what, Func<StorageOptions, int, int, Task> look)
    {
        var folder = Directory.CreateTempSubdirectory("gitops-crash-");
        var file = Path.Combine(folder.FullName, "gitops.db");
        await KillAndLookAsync(kills, new StorageOptions { Sqlite = file }, ["sqlite", file, what], look);
        folder.Delete(recursive: true);
    }

    private async Task KillAndLookAsync(int kills, StorageOptions options, string[] arguments, Func<StorageOptions, int, int, Task> look)
    {
        var acknowledged = -1;
        for (var kill = 0; kill < kills; kill++)
        {
            var lookedAt = acknowledged;
            acknowledged = await IngestAndKillAsync(arguments, acknowledged + 1);
            await look(options, Math.Max(lookedAt, 0), acknowledged);
        }

        await look(options, 0, acknowledged);
    }

    /// <summary>Lets the process write a few batches from the given one on, kills it in the midst of the next, and returns the last acknowledged.</summary>
    private async Task<int> IngestAndKillAsync(string[] arguments, int firstBatch)
    {
        var start = new ProcessStartInfo(Prerequisite.Program("dotnet")) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] all = [Path.Combine(AppContext.BaseDirectory, "GrafanaGitOps.IngestionCrash.dll"), .. arguments, firstBatch.ToString(CultureInfo.InvariantCulture)];
        foreach (var argument in all) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var acknowledged = firstBatch - 1;
        try
        {
            for (var lines = _random.Next(2, 12); lines > 0; lines--)
            {
                var line = await process.StandardOutput.ReadLineAsync(Cancellation);
                if (line is null) Assert.Fail($"The ingesting process ended by itself: {await errors}");
                acknowledged = Acknowledged(line, acknowledged);
            }

            // The write that runs meanwhile is hit at any of its moments.
            Thread.SpinWait(_random.Next(200_000));
        }
        finally
        {
            process.Kill();
        }

        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line) acknowledged = Acknowledged(line, acknowledged);
        await process.WaitForExitAsync(Cancellation);
        return acknowledged;
    }

    private static int Acknowledged(string line, int before) =>
        line.StartsWith("ack ", StringComparison.Ordinal) && int.TryParse(line.AsSpan(4), CultureInfo.InvariantCulture, out var batch) ? Math.Max(batch, before) : before;

    private async Task LookAsync(StorageOptions options, int firstBatch, int acknowledged)
    {
        await using var store = await Store.OpenAsync(options, _logs, Cancellation);
        var state = (await store.Repositories.ReadAsync(Cancellation)).Should().ContainSingle().Which;
        var heads = await store.Commits.GetBranchHeadsAsync(1, Cancellation);
        var moved = heads.Count == 0 ? -1 : (Convert.ToInt32(heads.Single(head => head.Name == "main").Sha, 16) / CrashHistory.BatchSize);
        moved.Should().BeInRange(acknowledged, acknowledged + 1);
        state.Commits.Should().Be((moved + 1) * CrashHistory.BatchSize);
        state.Vanished.Should().Be(0);
        await LookAtRowsAsync(store, firstBatch, moved);
        await LookAtPathsAsync(store, firstBatch, moved);
    }

    /// <summary>Each application has the sync and the state of each batch once, up to the last acknowledged or the one after it.</summary>
    private async Task LookAtApplicationsAsync(StorageOptions options, int firstBatch, int acknowledged)
    {
        await using var store = await Store.OpenAsync(options, _logs, Cancellation);
        await using var lease = await store.Database.Engine.OpenReaderAsync(Cancellation);
        var rows = (await lease.Connection.QueryAsync<(string Version, long Syncs, long Deployments, long States, string? Deployed)>(
            """
            SELECT a.resource_version, (SELECT count(*) FROM sync_events e WHERE e.application_id = a.id),
                (SELECT count(*) FROM sync_events e WHERE e.application_id = a.id AND e.deployment = 1),
                (SELECT count(*) FROM state_changes s WHERE s.application_id = a.id AND s.dimension = 1),
                (SELECT e.revision FROM sync_events e WHERE e.id = a.deployment_id)
            FROM applications a
            """)).AsList();
        var recorded = rows.Count == 0 ? -1 : int.Parse(rows[0].Version, CultureInfo.InvariantCulture);
        var each = ($"{recorded}", recorded + 1L, recorded + 1L, recorded + 1L, (string?)CrashLooks.Revision(recorded));
        recorded.Should().BeInRange(Math.Max(firstBatch - 1, acknowledged), acknowledged + 1);
        rows.Should().Equal(Enumerable.Repeat(each, recorded < 0 ? 0 : CrashLooks.Applications));
        (await store.Syncs.CountAsync(Cancellation)).Should().Be(CrashLooks.Applications * (recorded + 1L));
    }

    private static async Task LookAtRowsAsync(Store store, int firstBatch, int moved)
    {
        var first = firstBatch * CrashHistory.BatchSize;
        var from = CrashHistory.Commits(firstBatch)[0].Committer.Time;
        var rows = await store.Commits.ReadAsync(new CommitFilter { From = from, Limit = int.MaxValue }, Cancellation)
            .Select(row => (row.Sha, row.Subject, Branches: string.Join(',', row.Branches), CoAuthors: row.CoAuthors.Count)).ToListAsync(Cancellation);
        rows.Reverse();
        rows.Should().Equal(
            Enumerable.Range(first, ((moved + 1) * CrashHistory.BatchSize) - first).Select(number => (
                CrashHistory.Sha(number), CrashHistory.Subject(number), number / CrashHistory.BatchSize == moved ? "latest,main" : "main", 1)));
    }

    /// <summary>Also of the batch that may be stored but not yet reached.</summary>
    private static async Task LookAtPathsAsync(Store store, int firstBatch, int moved)
    {
        await using var lease = await store.Database.Engine.OpenReaderAsync(Cancellation);
        var found = (await lease.Connection.QueryAsync<(byte[] Sha, string Path)>(
            """
            SELECT c.sha, p.path FROM commits c LEFT JOIN commit_paths cp ON cp.commit_id = c.id LEFT JOIN paths p ON p.id = cp.path_id
            WHERE c.committer_time >= @from
            """, new { from = CrashHistory.Commits(firstBatch)[0].Committer.Time.ToUnixTimeMilliseconds() }))
            .ToLookup(row => Convert.ToInt32(Convert.ToHexString(row.Sha), 16), row => row.Path);
        (found.Count - ((moved + 1 - firstBatch) * CrashHistory.BatchSize)).Should().BeInRange(0, CrashHistory.BatchSize);
        (found.Count % CrashHistory.BatchSize).Should().Be(0);
        foreach (var commit in found) commit.Order(StringComparer.Ordinal).Should().Equal(CrashHistory.Paths(commit.Key).Order(StringComparer.Ordinal));
        var all = await lease.Connection.ExecuteScalarAsync<long>("SELECT count(*) FROM commits");
        (await lease.Connection.ExecuteScalarAsync<long>("SELECT sum(uses) FROM value_uses WHERE kind = @kind", new { kind = (long)ValueKind.Author }))
            .Should().Be(all);
        (await lease.Connection.ExecuteScalarAsync<long>("SELECT count(*) FROM co_authors")).Should().Be(all);
    }
}
