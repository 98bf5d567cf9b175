using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Commits;
using Npgsql;

namespace GrafanaGitOps.Service.Storage.Postgres;

/// <summary>Inserts a batch of commits with one statement a table, whose columns travel as arrays.</summary>
internal sealed class PostgresCommitWriter(NpgsqlTransaction transaction, long repositoryId, CancellationToken cancellationToken)
{
    public async Task<AppendResult> AppendAsync(IReadOnlyList<CommitRecord> commits)
    {
        await InsertPeopleAsync(commits);
        var stored = await InsertCommitsAsync(commits);
        if (stored.Count > 0)
        {
            await InsertPathsAsync(stored);
            await InsertCoAuthorsAsync(stored);
            await AddUsesAsync(stored);
        }

        return new AppendResult(stored.Count, commits.Count - stored.Count, []);
    }

    private Task InsertPeopleAsync(IReadOnlyList<CommitRecord> commits)
    {
        Person[] people = [.. commits.SelectMany(commit => commit.CoAuthors.Append(commit.Author).Append(commit.Committer)).Distinct()];
        return ExecuteAsync(
            """
            INSERT INTO people (name, email, name_folded, email_folded)
            SELECT * FROM unnest(@p0::text[], @p1::text[], @p2::text[], @p3::text[]) ON CONFLICT DO NOTHING
            """,
            people.Select(person => person.Name).ToArray(), people.Select(person => person.Email).ToArray(),
            people.Select(person => StoredText.Fold(person.Name)).ToArray(), people.Select(person => StoredText.Fold(person.Email)).ToArray());
    }

    /// <summary>The commits that are new, with their ids.</summary>
    private async Task<List<(long Id, CommitRecord Commit)>> InsertCommitsAsync(IReadOnlyList<CommitRecord> commits)
    {
        T[] Column<T>(Func<CommitRecord, T> value) => [.. commits.Select(value)];
        await using var command = Command(
            """
            INSERT INTO commits (repository_id, sha, author_id, author_time, author_zone, committer_id, committer_time, committer_zone,
                breaking, pull_request, files, insertions, deletions, change_type, scope, parents, issue_keys, reverts, co_authors, trailers, subject, body)
            SELECT @repository, u.sha, a.id, u.author_time, u.author_zone, k.id, u.committer_time, u.committer_zone, u.breaking, u.pull_request,
                u.files, u.insertions, u.deletions, u.change_type, u.scope, u.parents, u.issue_keys, u.reverts, u.co_authors, u.trailers, u.subject, u.body
            FROM unnest(@p0::bytea[], @p1::text[], @p2::text[], @p3::bigint[], @p4::bigint[], @p5::text[], @p6::text[], @p7::bigint[], @p8::bigint[],
                @p9::bigint[], @p10::bigint[], @p11::bigint[], @p12::bigint[], @p13::bigint[], @p14::text[], @p15::text[], @p16::bytea[],
                @p17::text[], @p18::text[], @p19::text[], @p20::text[], @p21::text[], @p22::text[])
                WITH ORDINALITY AS u (sha, author, author_email, author_time, author_zone, committer, committer_email, committer_time, committer_zone,
                breaking, pull_request, files, insertions, deletions, change_type, scope, parents, issue_keys, reverts, co_authors, trailers, subject, body, place)
            JOIN people a ON a.name = u.author AND a.email = u.author_email
            JOIN people k ON k.name = u.committer AND k.email = u.committer_email
            ORDER BY u.place
            ON CONFLICT (repository_id, sha) DO NOTHING RETURNING id, sha
            """,
            Column(c => c.Sha), Column(c => c.Author.Name), Column(c => c.Author.Email), Column(c => c.AuthorTime.ToUnixTimeMilliseconds()),
            Column(c => (long)c.AuthorTime.TotalOffsetMinutes), Column(c => c.Committer.Name), Column(c => c.Committer.Email),
            Column(c => c.CommitterTime.ToUnixTimeMilliseconds()), Column(c => (long)c.CommitterTime.TotalOffsetMinutes),
            Column(c => c.Breaking ? 1L : 0L), Column(c => (long?)c.PullRequest), Column(c => (long)c.Files), Column(c => (long?)c.Insertions),
            Column(c => (long?)c.Deletions), Column(c => c.ChangeType), Column(c => c.Scope), Column(c => c.Parents), Column(c => c.IssueKeys),
            Column(c => c.Reverts), Column(c => c.CoAuthorList), Column(c => c.Trailers), Column(c => c.Subject), Column(c => c.Body));
        return await MatchAsync(command, commits);
    }

    private async Task<List<(long Id, CommitRecord Commit)>> MatchAsync(NpgsqlCommand command, IReadOnlyList<CommitRecord> commits)
    {
        // The first of several with one id is the one that was inserted.
        var byId = commits.DistinctBy(commit => Convert.ToHexString(commit.Sha)).ToDictionary(commit => Convert.ToHexString(commit.Sha));
        List<(long, CommitRecord)> stored = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            stored.Add((reader.GetInt64(0), byId[Convert.ToHexString(reader.GetFieldValue<byte[]>(1))]));
        return stored;
    }

    private async Task InsertPathsAsync(List<(long Id, CommitRecord Commit)> stored)
    {
        var rows = stored
            .SelectMany(item => item.Commit.Paths.Take(item.Commit.PathLimit), (item, path) => (item.Id, Path: StoredText.Path(path.Path), path.Status))
            .DistinctBy(row => (row.Id, row.Path)).ToArray();
        var paths = rows.Select(row => row.Path).ToArray();
        await ExecuteAsync(
            """
            INSERT INTO paths (path, repository_id) SELECT DISTINCT p, @repository FROM unnest(@p0::text[]) AS p ON CONFLICT DO NOTHING
            """, paths);
        await ExecuteAsync(
            """
            INSERT INTO commit_paths (commit_id, path_id, status)
            SELECT u.commit_id, p.id, u.status FROM unnest(@p0::bigint[], @p1::text[], @p2::text[]) AS u (commit_id, path, status)
            JOIN paths p ON p.path = u.path AND p.repository_id = @repository
            """, rows.Select(row => row.Id).ToArray(), paths, rows.Select(row => StoredText.Clean(row.Status.ToString())).ToArray());
    }

    private Task InsertCoAuthorsAsync(List<(long Id, CommitRecord Commit)> stored)
    {
        var rows = stored.SelectMany(item => item.Commit.CoAuthors, (item, person) => (item.Id, person.Name, person.Email)).ToArray();
        return rows.Length == 0 ? Task.CompletedTask : ExecuteAsync(
            """
            INSERT INTO co_authors (person_id, commit_id)
            SELECT p.id, u.commit_id FROM unnest(@p0::bigint[], @p1::text[], @p2::text[]) AS u (commit_id, name, email)
            JOIN people p ON p.name = u.name AND p.email = u.email
            """, rows.Select(row => row.Id).ToArray(), rows.Select(row => row.Name).ToArray(), rows.Select(row => row.Email).ToArray());
    }

    private Task AddUsesAsync(List<(long Id, CommitRecord Commit)> stored)
    {
        var counted = new ValueUses();
        foreach (var (_, commit) in stored) counted.Add(commit);
        var uses = counted.All;
        return ExecuteAsync(
            """
            INSERT INTO value_uses (repository_id, kind, value, uses)
            SELECT @repository, u.kind, u.value, u.uses FROM unnest(@p0::bigint[], @p1::text[], @p2::bigint[]) AS u (kind, value, uses)
            ON CONFLICT (repository_id, kind, value) DO UPDATE SET uses = value_uses.uses + excluded.uses
            """,
            uses.Select(use => (long)use.Kind).ToArray(), uses.Select(use => use.Value).ToArray(), uses.Select(use => use.Count).ToArray());
    }

    private async Task ExecuteAsync(string sql, params Array[] columns)
    {
        await using var command = Command(sql, columns);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, params Array[] columns)
    {
        var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        command.Parameters.AddWithValue("repository", repositoryId);
        foreach (var (index, column) in columns.Index()) command.Parameters.AddWithValue($"p{index}", column);
        return command;
    }
}
