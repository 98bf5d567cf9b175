using System.Text.Json;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>Reads applications with all that queries of the present show of them.</summary>
internal sealed class ApplicationReader(DatabaseTransaction transaction)
{
    private const string IsThere = "a.deleted_at IS NULL";
    private const string IsChanged = "a.changed_in > @after";

    // In the order in which Status reads them. Details are bulk, so they travel only where they may hold a notice.
    private const string Applications =
        $"""
        SELECT a.id, a.changed_in, a.deleted_at, a.cluster, a.operator, a.kind, a.namespace, a.name, a.project, a.environment, a.budget,
            a.destination_namespace, a.created_at, a.deployed_by, a.sync, a.sync_since_not_before, a.sync_since, a.health, a.health_since_not_before,
            a.health_since, a.suspended, a.automated, a.look_interval, a.heartbeat, a.operation_phase, a.operation_kind,
            a.operation_started, a.operation_finished, l.started_at, l.initiator, l.automated, a.message, a.resources_total, a.resources_out_of_sync,
            a.resources_degraded, {SyncEventRow.EndedSql}, d.status, d.commits_behind, d.oldest_pending, d.notice, d.paths_notice,
            CASE WHEN a.details LIKE '%"notices":%' THEN a.details END
        FROM applications a
        LEFT JOIN application_delivery d ON d.application_id = a.id
        LEFT JOIN sync_events e ON e.id = a.deployment_id
        LEFT JOIN sync_events l ON l.id = (
            SELECT x.id FROM sync_events x WHERE x.application_id = a.id ORDER BY x.started_at DESC, x.id LIMIT 1)
        WHERE
        """;

    private const string Sources =
        """
        SELECT s.application_id, s.repo_url, r.name, s.path, s.chart, s.target_revision, s.desired, s.attempted, s.deployed,
            s.desired_origin, s.deployed_origin, s.notice, d.head, h.pull_request, p.name, h.subject
        FROM applications a CROSS JOIN application_sources s
        LEFT JOIN repositories r ON r.id = s.repository_id
        LEFT JOIN application_delivery d ON d.application_id = a.id
        LEFT JOIN commits h ON h.repository_id = s.repository_id AND h.sha = d.head
        LEFT JOIN people p ON p.id = h.author_id
        WHERE s.application_id = a.id AND
        """;

    /// <summary>When operators looked last, of applications that were looked at after a record of looks.</summary>
    internal const string Looks = "SELECT id, last_looked FROM applications WHERE looked_in > @after";

    private const string Paths =
        "SELECT p.application_id, p.repository_id, p.path FROM applications a CROSS JOIN application_paths p WHERE p.application_id = a.id AND";

    /// <summary>Every application that is there.</summary>
    public Task<List<ApplicationStatus>> ReadAllAsync() => ReadAsync(IsThere, null);

    /// <summary>Those that changed after a version of the ledger, also those that are gone since.</summary>
    public Task<List<ApplicationStatus>> ReadChangedAsync(long after) => ReadAsync(IsChanged, new { after });

    /// <summary>When operators looked last, in Unix milliseconds by row, where that was recorded after this number of <c>ledger.looks</c>.</summary>
    public async Task<List<(long Id, long? At)>> ReadLooksAsync(long after)
    {
        var looks = new List<(long, long?)>();
        await foreach (var row in RowsAsync(Looks, new { after })) looks.Add((row.Number(), row.OptionalNumber()));
        return looks;
    }

    /// <summary>Those of these ids, also deleted ones.</summary>
    public Task<List<ApplicationStatus>> ReadAsync(IReadOnlyList<long> ids) => ReadAsync(OfIds(transaction.Dialect), new { ids = transaction.Dialect.Ids(ids) });

    /// <summary>The statements, for tests that look at plans.</summary>
    internal static IEnumerable<string> Statements(bool all) => Statements(all ? IsThere : IsChanged);

    internal static IEnumerable<string> StatementsOfIds(Dialect dialect) => Statements(OfIds(dialect));

    private static string OfIds(Dialect dialect) => $"a.id IN {dialect.IdRows("@ids")}";

    private static IReadOnlyList<string> Statements(string condition) =>
    [
        $"{Sources} {condition} ORDER BY s.application_id, s.position",
        $"{Paths} {condition} ORDER BY p.application_id, p.repository_id, p.path",
        $"{Applications} {condition}",
    ];

    private async Task<List<ApplicationStatus>> ReadAsync(string condition, object? parameters)
    {
        var statements = Statements(condition);
        var sources = await ListsAsync(statements[0], parameters, Source);
        var paths = await ListsAsync(statements[1], parameters, row => (row.Number(), row.Text()));
        var statuses = new List<ApplicationStatus>();
        await foreach (var row in RowsAsync(statements[2], parameters))
        {
            var id = row.Number();
            statuses.Add(Status(id, row) with { Sources = sources.GetValueOrDefault(id) ?? [], Paths = paths.GetValueOrDefault(id) ?? [] });
        }

        return statuses;
    }

    /// <summary>By the number of the application, which is the first column.</summary>
    private async Task<Dictionary<long, List<T>>> ListsAsync<T>(string sql, object? parameters, Func<ColumnCursor, T> read)
    {
        var lists = new Dictionary<long, List<T>>();
        await foreach (var row in RowsAsync(sql, parameters))
        {
            var application = row.Number();
            if (!lists.TryGetValue(application, out var list)) lists[application] = list = new List<T>(1);
            list.Add(read(row));
        }

        return lists;
    }

    private async IAsyncEnumerable<ColumnCursor> RowsAsync(string sql, object? parameters)
    {
        ColumnCursor? cursor = null;
        await foreach (var row in transaction.RowsAsync(sql, parameters)) yield return (cursor ??= new ColumnCursor(row)).Begin();
    }

    private static ApplicationStatus Status(long id, ColumnCursor row) => new()
    {
        Id = id,
        ChangedIn = row.Number(),
        Deleted = row.Time(),
        Application = new ApplicationId(row.Text(), row.Text(), row.Text(), row.Text(), row.Text()),
        Project = row.OptionalText(),
        Environment = row.OptionalText(),
        Budget = row.Duration() ?? default,
        DestinationNamespace = row.OptionalText(),
        Created = row.Time(),
        DeployedBy = (DeployedBy?)row.OptionalNumber(),
        Sync = (SyncStatus)row.Number(),
        SyncSince = row.Moment(),
        Health = (HealthStatus)row.Number(),
        HealthSince = row.Moment(),
        Suspended = row.Truth(),
        Automated = row.Truth(),
        Interval = row.Duration(),
        Heartbeat = row.Truth(),
        LastSync = Last(row),
        Message = row.OptionalText(),
        Resources = row.Number(),
        ResourcesOutOfSync = row.Number(),
        ResourcesDegraded = row.Number(),
        LastDeployment = row.Time(),
        Delivery = Delivery(row),
        Notices = Notices(row.OptionalText()),
    };

    /// <summary>The latest attempt of the ledger tells who began it, if it is the one that the row shows.</summary>
    private static LastSync? Last(ColumnCursor row)
    {
        var (phase, kind, started, finished) = (row.OptionalNumber(), row.OptionalNumber(), row.Time(), row.Time());
        var (latest, user, automated) = (row.Time(), row.OptionalText(), row.OptionalNumber());
        if (phase is null) return null;
        var initiator = latest is not null && latest == started ? new Initiator(user, automated is { } truth ? truth != 0 : null) : null;
        return new LastSync((SyncPhase)phase, (SyncKind)(kind ?? 0), started, finished, initiator);
    }

    private static DeliveryStatus? Delivery(ColumnCursor row)
    {
        var (status, behind, oldest, notice, paths) = (row.OptionalNumber(), row.OptionalNumber(), row.Time(), row.OptionalText(), row.OptionalText());
        return status is { } known ? new DeliveryStatus((CommitsKnown)known, behind, oldest, notice, paths) : null;
    }

    private static IReadOnlyList<string> Notices(string? details) =>
        details is not null && JsonElement.Parse(details).TryGetProperty("notices", out var notices)
            ? [.. notices.EnumerateArray().Select(notice => notice.GetString()!)]
            : [];

    /// <summary>The commit that the revision names; of its beginning alone, the one that is known where it begins so.</summary>
    private static string? Commit(RevisionRef? revision, string? known) =>
        revision is { Version: null, DigestPrefix: { } digits } && known?.StartsWith(digits, StringComparison.Ordinal) == true ? known : revision?.Commit;

    private static SourceStatus Source(ColumnCursor row)
    {
        var source = new SourceStatus
        {
            RepoUrl = row.OptionalText(),
            Repository = row.OptionalText(),
            Path = row.OptionalText(),
            Chart = row.OptionalText(),
            TargetRevision = row.OptionalText(),
        };
        var (desired, attempted, deployed) = (row.OptionalText(), row.OptionalText(), row.OptionalText());
        var (desiredOrigin, deployedOrigin) = (RevisionRef.Parse(row.OptionalText()), RevisionRef.Parse(row.OptionalText()));
        source = source with
        {
            Desired = RevisionRef.Parse(desired ?? attempted),
            Deployed = RevisionRef.Parse(deployed),
            Notice = row.OptionalText(),
        };
        var (head, pullRequest, author, subject) = (row.Bytes(), row.OptionalNumber(), row.OptionalText(), row.OptionalText());
        var target = head is null ? null : ObjectId.ToHex(head);
        var commit = Commit(desiredOrigin ?? source.Desired, target);
        source = source with { DesiredCommit = commit, DeployedCommit = Commit(deployedOrigin ?? source.Deployed, commit) };
        var isDesired = target is not null && target == commit;
        return isDesired ? source with { PullRequest = (int?)pullRequest, Author = author, Subject = subject } : source;
    }
}
