using Dapper;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>Commits as they are stored, with what no query shows.</summary>
internal sealed record StoredCommit(
    string Sha, IReadOnlyList<string> Parents, string AuthorName, string AuthorEmail, DateTimeOffset AuthorTime, string CommitterName,
    string CommitterEmail, DateTimeOffset CommitterTime, string Subject, string Body, string? Trailers, int Files)
{
    public static async Task<List<StoredCommit>> ReadAllAsync(Store store)
    {
        await using var lease = await store.Database.Engine.OpenReaderAsync(CancellationToken.None);
        var rows = await lease.Connection.QueryAsync(
            """
            SELECT c.sha, c.parents, a.name AS author, a.email AS author_email, c.author_time, k.name AS committer, k.email AS committer_email,
                c.committer_time, c.subject, c.body, c.trailers, c.files
            FROM commits c JOIN people a ON a.id = c.author_id JOIN people k ON k.id = c.committer_id
            ORDER BY c.sha
            """);
        return
        [
            .. rows.Select(row =>
            {
                byte[] sha = row.sha;
                string[] parents = [.. ((byte[])row.parents).Chunk(sha.Length).Select(Convert.ToHexStringLower)];
                return new StoredCommit(
                    Convert.ToHexStringLower(sha), parents,
                    row.author, row.author_email, DateTimeOffset.FromUnixTimeMilliseconds((long)row.author_time),
                    row.committer, row.committer_email, DateTimeOffset.FromUnixTimeMilliseconds((long)row.committer_time),
                    row.subject, row.body, row.trailers, (int)(long)row.files);
            }),
        ];
    }
}
