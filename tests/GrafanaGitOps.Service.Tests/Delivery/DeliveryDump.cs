using System.Data.Common;
using System.Text;
using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Delivery;

/// <summary>What Delivery recorded as text, commits by their subjects.</summary>
internal sealed class DeliveryDump
{
    private readonly DbConnection _connection;
    private readonly StringBuilder _text = new();

    private DeliveryDump(DbConnection connection) => _connection = connection;

    public static async Task<string> ReadAsync(Store store)
    {
        await using var lease = await store.Database.Engine.OpenReaderAsync(CancellationToken.None);
        var dump = new DeliveryDump(lease.Connection);
        var applications = await lease.Connection.QueryAsync<Row>(
            """
            SELECT a.id AS Id, a.name AS Name, d.status AS Status, d.notice AS Notice, d.commits_behind AS Behind,
                d.oldest_pending AS Oldest, d.head AS Head, d.paths_status AS PathsStatus, d.paths_notice AS PathsNotice
            FROM applications a LEFT JOIN application_delivery d ON d.application_id = a.id ORDER BY a.name
            """);
        foreach (var application in applications) await dump.AddAsync(application);
        return dump._text.ToString();
    }

    private async Task AddAsync(Row row)
    {
        _text.Append(row.Name).Append(": ").Append(row.Status is { } status ? (CommitsKnown)status : "nothing");
        if (row.Behind is not null) _text.Append(", ").Append(row.Behind).Append(" behind");
        if (row.Head is not null) _text.Append(", head ").Append(await SubjectAsync(row.Head));
        if (row.PathsStatus is { } paths) _text.Append(", paths ").Append((PathsKnown)paths);
        _text.Append('\n');
        if (row.Notice is not null) _text.Append("  notice: ").Append(row.Notice).Append('\n');
        if (row.PathsNotice is not null) _text.Append("  paths notice: ").Append(row.PathsNotice).Append('\n');
        Add("paths", await _connection.QueryAsync<string>(
            """
            SELECT r.name || ':' || p.path FROM application_paths p JOIN repositories r ON r.id = p.repository_id
            WHERE p.application_id = @Id ORDER BY 1
            """, row));
        Add("sources", await _connection.QueryAsync<string>(
            """
            SELECT coalesce(r.name, '-') FROM application_sources s LEFT JOIN repositories r ON r.id = s.repository_id
            WHERE s.application_id = @Id ORDER BY s.position
            """, row));
        await AddPendingAsync(row);
        await AddDeploymentsAsync(row);
    }

    private async Task AddPendingAsync(Row row)
    {
        var pending = (await _connection.QueryAsync<(string Subject, long Merged)>(
            """
            SELECT c.subject, p.merged_at FROM pending_commits p JOIN commits c ON c.id = p.commit_id
            WHERE p.application_id = @Id ORDER BY c.subject
            """, row)).ToList();
        Add("pending", pending.Select(commit => commit.Subject));
        row.Oldest.Should().Be(pending.Count == 0 ? null : pending.Min(commit => commit.Merged));
    }

    private async Task AddDeploymentsAsync(Row row)
    {
        var deployments = await _connection.QueryAsync<(long Id, string? Revision, long? Known, long? Commits)>(
            """
            SELECT id, revision, commits_known, commits FROM sync_events
            WHERE application_id = @Id AND deployment = 1 ORDER BY started_at
            """, row);
        foreach (var (id, revision, known, count) in deployments)
        {
            var commits = await _connection.QueryAsync<(string Subject, long Removed)>(
                """
                SELECT c.subject, d.removed FROM deployment_commits d JOIN commits c ON c.id = d.commit_id JOIN sync_events e ON e.id = d.event_id
                WHERE d.event_id = @id AND d.application_id = e.application_id AND d.deployed_at = coalesce(e.finished_at, e.started_at)
                ORDER BY d.removed, c.subject
                """, new { id });
            var digest = RevisionRef.Parse(revision)?.Digest;
            _text.Append("  deployed ").Append(digest is null ? revision : await SubjectAsync(Convert.FromHexString(digest)));
            _text.Append(": ").Append(known is { } what ? (CommitsKnown)what : "not looked at").Append(count is null ? "" : $" {count}");
            foreach (var commit in commits) _text.Append(commit.Removed == 1 ? " -" : " +").Append(commit.Subject);
            _text.Append('\n');
        }
    }

    private void Add(string title, IEnumerable<string> items)
    {
        var list = string.Join(' ', items);
        if (list.Length > 0) _text.Append("  ").Append(title).Append(": ").Append(list).Append('\n');
    }

    private async Task<string> SubjectAsync(byte[] sha) =>
        await _connection.QueryFirstOrDefaultAsync<string>("SELECT subject FROM commits WHERE sha = @sha", new { sha }) ?? "(unknown)";

    private sealed class Row
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public long? Status { get; init; }
        public string? Notice { get; init; }
        public long? Behind { get; init; }
        public long? Oldest { get; init; }
        public byte[]? Head { get; init; }
        public long? PathsStatus { get; init; }
        public string? PathsNotice { get; init; }
    }
}
