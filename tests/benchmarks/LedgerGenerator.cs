using Dapper;
using GrafanaGitOps.Service.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrafanaGitOps.Benchmarks;

/// <summary>
/// A large SQLite ledger made by SQL alone, the same each time: 10,000 applications of 50 repositories with 10,000 commits each, a year of 5,000,000
/// sync attempts (one in ten a deployment with three commits) and 200 changes of state for each application.
/// </summary>
internal static class LedgerGenerator
{
    /// <summary>End of the year that is generated.</summary>
    public static readonly DateTimeOffset End = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    // Part of the file's name: another generation must not find the file of this one.
    private const int Generation = 1;
    private const int Applications = 10_000;
    private const int Repositories = 50;
    private const int Commits = 500_000;
    private const int Events = 5_000_000;
    private const int StateChanges = 100;
    private const long Year = 365L * 24 * 3_600_000;

    /// <summary>Names of the repositories that the commits are in.</summary>
    public static IEnumerable<string> RepositoryNames => Enumerable.Range(1, Repositories).Select(number => $"team-{number}");

    /// <summary>The file of the ledger, made when it is not there or when its schema is an older one. Takes some minutes and 3 GB.</summary>
    public static async Task<string> PrepareAsync()
    {
        var folder = BenchmarkCache.Folder();
        var file = Path.Combine(folder, $"ledger-{Generation}-{Schema()}.db");
        if (File.Exists(file)) return file;
        foreach (var older in Directory.GetFiles(folder, "ledger-*")) File.Delete(older);
        var unfinished = file + ".unfinished";
        await (await Store.OpenAsync(new StorageOptions { Sqlite = unfinished }, NullLoggerFactory.Instance, CancellationToken.None)).DisposeAsync();
        await FillAsync(unfinished);
        File.Move(unfinished, file);
        return file;
    }

    private static string Schema() => Migrations.Embedded.Aggregate("", (checksums, migration) => checksums + migration.Checksum[..4]);

    private static async Task FillAsync(string file)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 3_600 }.ToString());
        await connection.OpenAsync();
        foreach (var setting in new[] { "journal_mode = OFF", "synchronous = OFF", "cache_size = -500000", "foreign_keys = OFF" })
            await connection.ExecuteScalarAsync($"PRAGMA {setting}");

        // Made at the end they are sorted at once, instead of kept in order row by row.
        var indexes = (await connection.QueryAsync<(string Name, string Sql)>("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")).AsList();
        foreach (var (name, _) in indexes) await connection.ExecuteAsync($"DROP INDEX {name}");
        foreach (var sql in Tables) await connection.ExecuteAsync(sql);
        foreach (var (_, sql) in indexes) await connection.ExecuteAsync(sql);
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL");
    }

    private static long Start => End.ToUnixTimeMilliseconds() - Year;

    private static IEnumerable<string> Tables =>
    [
        $"{Numbers(Repositories)} INSERT INTO repositories (name, url, web_url, default_branch, size, commits) SELECT 'team-' || n, 'https://git.example.com/team-' || n || '/deploy.git', 'https://git.example.com/team-' || n, 'main', 1, {Commits / Repositories} FROM numbers",
        $"{Numbers(Repositories)} INSERT INTO branches (repository_id, name, head) SELECT n, 'main', x'00' FROM numbers",
        $"{Numbers(300)} INSERT INTO people (name, email, name_folded, email_folded) SELECT 'Person ' || n, 'person' || n || '@example.com', 'person ' || n, 'person' || n || '@example.com' FROM numbers",
        CommitRows,
        $"{Numbers(Commits)} INSERT INTO commit_branches SELECT n, (n - 1) % {Repositories} + 1 FROM numbers",
        // Six files of each application: three of its base, three of its overlay.
        $"{Numbers(Applications * 6)} INSERT INTO paths (repository_id, path) SELECT ((n - 1) / 6) % {Repositories} + 1, 'apps/app-' || ((n - 1) / 6 + 1) || CASE n % 6 WHEN 0 THEN '/base/a.yaml' WHEN 1 THEN '/base/b.yaml' WHEN 2 THEN '/base/c.yaml' WHEN 3 THEN '/overlay/a.yaml' WHEN 4 THEN '/overlay/b.yaml' ELSE '/overlay/c.yaml' END FROM numbers",
        CommitPaths,
        ApplicationRows,
        ApplicationResources,
        $"{Numbers(Applications)} INSERT INTO application_sources (application_id, position, repo_url, repository_id, path, target_revision, desired, deployed) SELECT n, 0, 'https://git.example.com/team-' || ((n - 1) % {Repositories} + 1) || '/deploy.git', (n - 1) % {Repositories} + 1, 'apps/app-' || n || '/overlay', 'main', {Sha($"{Commits} - 50 + (n - 1) % {Repositories} + 1")}, {Sha($"{Commits} - 500 + (n - 1) % {Repositories} + 1")} FROM numbers",
        $"{Numbers(Applications)} INSERT INTO application_paths SELECT n, (n - 1) % {Repositories} + 1, 'apps/app-' || n || '/overlay' FROM numbers UNION ALL SELECT n, (n - 1) % {Repositories} + 1, 'apps/app-' || n || '/base' FROM numbers",
        $"{Numbers(Applications)} INSERT INTO application_delivery (application_id, evaluated_at, made_of, status, commits_behind, oldest_pending, paths_status) SELECT n, {End.ToUnixTimeMilliseconds()}, '', 0, CASE n % 5 WHEN 0 THEN 3 ELSE 0 END, CASE n % 5 WHEN 0 THEN {End.ToUnixTimeMilliseconds()} - {Random("n", 7_200_000)} END, 1 FROM numbers",
        $"{Numbers(Applications)} INSERT INTO pending_commits SELECT n, {Commits} - 50 * k + (n - 1) % {Repositories} + 1, {End.ToUnixTimeMilliseconds()} - 3600000 FROM numbers CROSS JOIN (SELECT 1 AS k UNION ALL SELECT 2 UNION ALL SELECT 3) WHERE n % 5 = 0",
        $"{Numbers(Applications * StateChanges * 2)} INSERT INTO state_changes SELECT (n - 1) / {StateChanges * 2} + 1, (n / {StateChanges}) % 2, {Start} + n % {StateChanges} * {Year / StateChanges} + {Random("n", 3_600_000)}, {Start} + n % {StateChanges} * {Year / StateChanges}, 1 + n % 2 FROM numbers WHERE true ON CONFLICT DO NOTHING",
        SyncEvents,
        DeploymentCommits,
        """
        UPDATE applications SET deployment_id = d.id
        FROM (SELECT application_id, max(id) AS id FROM sync_events WHERE deployment = 1 GROUP BY application_id) AS d WHERE d.application_id = applications.id
        """,
    ];

    private static string CommitRows =>
        $"""
        {Numbers(Commits)}
        INSERT INTO commits (repository_id, sha, author_id, author_time, author_zone, committer_id, committer_time, committer_zone, breaking, pull_request, files,
            insertions, deletions, change_type, scope, parents, issue_keys, subject, body)
        SELECT (n - 1) % {Repositories} + 1, unhex({Sha("n")}), {Random("n", 300)} + 1, {CommitTime("n")} - 60000, 60, 1, {CommitTime("n")}, 0, n % 97 = 0, n / 3, 3,
            n % 40, n % 13, CASE n % 4 WHEN 0 THEN 'feat' WHEN 1 THEN 'fix' WHEN 2 THEN 'chore' ELSE 'other' END, 'app-' || {Random("n", Applications)}, x'',
            CASE n % 3 WHEN 0 THEN '["OPS-' || n || '"]' END, 'raise the memory limit of the ingest job (#' || (n / 3) || ')', 'It was killed at night when the batches came in.'
        FROM numbers
        """;

    /// <summary>Each commit changes three files of one application of its repository.</summary>
    private static string CommitPaths =>
        $"""
        {Numbers(Commits)}
        INSERT INTO commit_paths SELECT n, ({Random("n", Applications / Repositories)} * {Repositories} + (n - 1) % {Repositories}) * 6 + k + n % 4, 'M'
        FROM numbers CROSS JOIN (SELECT 1 AS k UNION ALL SELECT 2 UNION ALL SELECT 3)
        """;

    private static string ApplicationRows =>
        $"""
        {Numbers(Applications)}
        INSERT INTO applications (cluster, operator, kind, namespace, name, uid, resource_version, changed_in, first_seen, observed_at, created_at, project, environment,
            environment_because, budget, destination_namespace, sync, sync_since_not_before, sync_since, health, health_since_not_before, health_since, suspended, automated,
            self_heal, look_interval, last_looked, heartbeat, operation_phase, operation_kind, operation_started, operation_finished, operation_retries, message,
            resources_total, resources_out_of_sync, resources_degraded, resources_missing, resources_requires_pruning, details)
        SELECT 'cluster-' || (n % 20), CASE n % 3 WHEN 0 THEN 'flux' ELSE 'argocd' END, CASE n % 3 WHEN 0 THEN 'Kustomization' ELSE 'Application' END, 'team-' || (n % 50),
            'app-' || n, 'uid-' || n, '1', 1, {Start}, {End.ToUnixTimeMilliseconds()}, {Start}, 'project-' || (n % 100),
            CASE WHEN n % 10 < 3 THEN 'production' WHEN n % 10 < 6 THEN 'staging' ELSE 'development' END, 'path apps/app', 1800000, 'ns-' || (n % 400),
            CASE WHEN n % 12 = 0 THEN 2 ELSE 1 END, {Start}, {Start}, CASE WHEN n % 25 = 0 THEN 3 WHEN n % 31 = 0 THEN 2 ELSE 1 END, {Start}, {Start}, n % 50 = 0, 1, 1,
            180000, {End.ToUnixTimeMilliseconds()} - {Random("n", 180_000)}, 1, 5, 0, {End.ToUnixTimeMilliseconds()} - 900000, {End.ToUnixTimeMilliseconds()} - 880000, 0,
            'successfully synced (all tasks run)', 50, n % 3, 0, 0, 0,
            '{Details}'
        FROM numbers
        """;

    private static string Details =>
        $$"""{"generation":7,"labels":{"app.kubernetes.io/name":"web","app.kubernetes.io/part-of":"shop","team":"payments"},"annotations":{"note":"{{new string('x', 600)}}"},"images":["registry.example.com/team/web:1.2.3@sha256:{{new string('a', 64)}}"],"externalUrls":["https://web.example.com"]}""";

    private static string ApplicationResources
    {
        get
        {
            var resources = string.Join(',', Enumerable.Range(0, 50).Select(number =>
                $"[\"apps\",\"{(number % 5) switch { 0 => "Deployment", 1 => "Service", 2 => "ConfigMap", 3 => "Secret", _ => "Ingress" }}\",\"shop\",\"part-{number}\",1,1,0]"));
            return $"{Numbers(Applications)} INSERT INTO application_resources (application_id, resources) SELECT n, '[{resources}]' FROM numbers";
        }
    }

    /// <summary>Evenly over the year; 3 in 100 fail, 1 in 1,000 cannot be run at all, one in ten is a deployment.</summary>
    private static string SyncEvents =>
        $"""
        {Numbers(Events)}
        INSERT INTO sync_events (application_id, key, started_at, started_not_before, finished_at, finished_not_before, observed_at, phase, kind, complete, terminated,
            repeatable, seen_in, deployment, commits_known, commits, retries, automated, initiator, revision, previous_revision, resources_total, resources_changed,
            resources_failed, resources_pruned, resources_prune_skipped, message, sources)
        SELECT {Random("n", Applications)} + 1, CAST(printf('%016d', n) AS BLOB), {EventTime("n")}, {EventTime("n")}, {EventTime("n")} + 20000, {EventTime("n")} + 20000, {EventTime("n")} + 21000,
            CASE WHEN n % 1000 = 7 THEN 4 WHEN n % 33 = 5 THEN 3 ELSE 5 END, CASE n % 20 WHEN 1 THEN 2 WHEN 2 THEN 1 ELSE 0 END, n % 20 > 2, 0, 0, 2,
            n % 10 = 9 AND n % 1000 <> 7 AND n % 33 <> 5, CASE n % 10 WHEN 9 THEN 0 END, CASE n % 10 WHEN 9 THEN 3 END, 0, n % 10 <> 4,
            CASE n % 10 WHEN 4 THEN 'person' || {Random("n", 300)} || '@example.com' END, {Sha(CommitOf("n"))}, CASE n % 10 WHEN 9 THEN {Sha(CommitOf("n") + " - 150")} END, 50, n % 7, 0, 0, 0,
            CASE WHEN n % 33 = 5 THEN 'one or more objects failed to apply, reason: admission webhook denied the request: container has no memory limit (retried 5 times).'
                ELSE 'successfully synced (all tasks run)' END,
            '[' || json_object('repoUrl', 'https://git.example.com/team-' || ({Random("n", Applications)} % {Repositories} + 1) || '/deploy.git', 'path', 'apps/app-' || ({Random("n", Applications)} + 1) || '/overlay',
                'targetRevision', 'main', 'revision', {Sha(CommitOf("n"))}) || ']'
        FROM numbers
        """;

    private static string DeploymentCommits =>
        $"""
        INSERT INTO deployment_commits SELECT e.id, {CommitOf("e.id")} - 50 * k, e.started_at - 60000, 0, e.application_id, e.finished_at
        FROM sync_events e CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) WHERE e.deployment = 1 AND {CommitOf("e.id")} > 200
        """;

    private static string Numbers(int count) => $"WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})";

    /// <summary>Looks random, is the same each time: 0 to one less than the bound.</summary>
    private static string Random(string number, int bound) => $"((((({number}) * 2654435761) & 4294967295) >> 8) % {bound})";

    private static string Sha(string number) => $"printf('%08x%012d%020d', (({number}) * 2654435761) & 4294967295, {number}, 0)";

    private static string EventTime(string number) => $"{Start} + ({number}) * {Year / Events}";

    private static string CommitTime(string number) => $"{Start} + ({number}) * {Year / Commits}";

    /// <summary>The newest commit, at the time of the attempt, of the repository that the attempt's application is in.</summary>
    private static string CommitOf(string number) =>
        $"(({number}) * {Commits} / {Events} / {Repositories} * {Repositories} + ({Random(number, Applications)}) % {Repositories} + 1)";
}
