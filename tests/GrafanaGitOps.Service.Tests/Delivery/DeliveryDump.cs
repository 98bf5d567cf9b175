using System.Text;
using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Delivery;

/// <summary>What Delivery recorded as text, commits by their subjects.</summary>
internal static class DeliveryDump
{
    public static async Task<string> ReadAsync(Store store)
    {
        var text = new StringBuilder();
        await using var lease = await store.Dialect.OpenReaderAsync(CancellationToken.None);
        var connection = lease.Connection;
        var applications = await connection.QueryAsync<(long Id, string Name, long? Status, string? Notice, long? Behind, long? Oldest, byte[]? Head, long? Known, string? PathsNotice)>(
            """
            SELECT a.id, a.name, d.status, d.notice, d.commits_behind, d.oldest_pending, d.head, d.paths_status, d.paths_notice
            FROM applications a LEFT JOIN application_delivery d ON d.application_id = a.id ORDER BY a.name
            """);
        foreach (var row in applications)
        {
            text.Append(row.Name).Append(": ").Append(row.Status is { } status ? (CommitsKnown)status : "nothing");
            if (row.Behind is not null) text.Append(", ").Append(row.Behind).Append(" behind");
            if (row.Head is not null) text.Append(", head ").Append(await SubjectAsync("sha = @head", new { head = row.Head }));
            if (row.Known is { } known) text.Append(", paths ").Append((PathsKnown)known);
            text.Append('\n');
            if (row.Notice is not null) text.Append("  notice: ").Append(row.Notice).Append('\n');
            if (row.PathsNotice is not null) text.Append("  paths notice: ").Append(row.PathsNotice).Append('\n');
            Append("paths", await connection.QueryAsync<string>(
                "SELECT r.name || ':' || p.path FROM application_paths p JOIN repositories r ON r.id = p.repository_id WHERE p.application_id = @Id ORDER BY 1", new { row.Id }));
            Append("sources", await connection.QueryAsync<string>(
                "SELECT coalesce(r.name, '-') FROM application_sources s LEFT JOIN repositories r ON r.id = s.repository_id WHERE s.application_id = @Id ORDER BY s.position", new { row.Id }));
            var pending = (await connection.QueryAsync<(string Subject, long Merged)>(
                "SELECT c.subject, p.merged_at FROM pending_commits p JOIN commits c ON c.id = p.commit_id WHERE p.application_id = @Id ORDER BY c.subject", new { row.Id })).ToList();
            Append("pending", pending.Select(commit => commit.Subject));
            Assert.Equal(pending.Count == 0 ? null : pending.Min(commit => commit.Merged), row.Oldest);
            foreach (var deployment in await connection.QueryAsync<(long Id, string? Revision, long? Known, long? Commits)>(
                "SELECT id, revision, commits_known, commits FROM sync_events WHERE application_id = @Id AND deployment = 1 ORDER BY started_at", new { row.Id }))
            {
                var commits = await connection.QueryAsync<(string Subject, long Removed)>(
                    "SELECT c.subject, d.removed FROM deployment_commits d JOIN commits c ON c.id = d.commit_id WHERE d.event_id = @Id ORDER BY d.removed, c.subject", new { deployment.Id });
                text.Append("  deployed ").Append(await NameAsync(deployment.Revision)).Append(": ").Append(deployment.Known is { } what ? (CommitsKnown)what : "not looked at");
                text.Append(deployment.Commits is { } count ? $" {count}" : "").Append(string.Concat(commits.Select(commit => $" {(commit.Removed == 1 ? '-' : '+')}{commit.Subject}"))).Append('\n');
            }
        }

        return text.ToString();

        void Append(string title, IEnumerable<string> items)
        {
            var list = items.ToList();
            if (list.Count > 0) text.Append("  ").Append(title).Append(": ").Append(string.Join(' ', list)).Append('\n');
        }

        async Task<string> NameAsync(string? revision) =>
            RevisionRef.Parse(revision) is { Digest: { } digest } ? await SubjectAsync("sha = @head", new { head = Convert.FromHexString(digest) }) : revision ?? "?";

        async Task<string> SubjectAsync(string where, object parameters) =>
            await connection.QueryFirstOrDefaultAsync<string>($"SELECT subject FROM commits WHERE {where}", parameters) ?? "(unknown)";
    }
}
