using Microsoft.Data.Sqlite;

namespace GrafanaGitOps.Service.Storage.Sqlite;

/// <summary>The statements that a batch of commits runs again and again. None has RETURNING, which opens a temporary table each time.</summary>
internal sealed class SqliteCommitStatements(SqliteConnection connection) : IDisposable
{
    public SqliteStatement InsertCommit { get; } = new(connection, """
        INSERT INTO commits (repository_id, sha, author_id, author_time, author_zone, committer_id, committer_time, committer_zone,
            breaking, pull_request, files, insertions, deletions, change_type, scope, parents, issue_keys, reverts, co_authors, trailers, subject, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (repository_id, sha) DO NOTHING
        """);

    public SqliteStatement FindPath { get; } = new(connection, "SELECT id FROM paths WHERE path = ? AND repository_id = ?");

    public SqliteStatement InsertPath { get; } = new(connection, "INSERT INTO paths (path, repository_id) VALUES (?, ?)");

    public SqliteStatement InsertCommitPath { get; } = new(
        connection, "INSERT INTO commit_paths (commit_id, path_id, status) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");

    public SqliteStatement FindPerson { get; } = new(connection, "SELECT id FROM people WHERE name = ? AND email = ?");

    public SqliteStatement InsertPerson { get; } = new(
        connection, "INSERT INTO people (name, email, name_folded, email_folded) VALUES (?, ?, ?, ?)");

    public SqliteStatement InsertCoAuthor { get; } = new(
        connection, "INSERT INTO co_authors (person_id, commit_id) VALUES (?, ?) ON CONFLICT DO NOTHING");

    public SqliteStatement AddUses { get; } = new(connection, """
        INSERT INTO value_uses (repository_id, kind, value, uses) VALUES (?, ?, ?, ?)
        ON CONFLICT (repository_id, kind, value) DO UPDATE SET uses = uses + excluded.uses
        """);

    public void Dispose()
    {
        foreach (var statement in new[] { InsertCommit, FindPath, InsertPath, InsertCommitPath, FindPerson, InsertPerson, InsertCoAuthor, AddUses })
            statement.Dispose();
    }
}
