using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Commits;
using Microsoft.Data.Sqlite;

namespace GrafanaGitOps.Service.Storage.Sqlite;

/// <summary>Inserts batches of commits row by row with prepared statements, within the caller's transaction.</summary>
internal sealed class SqliteCommitWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<Person, long> _people = [];
    private readonly Dictionary<string, long> _paths = [];
    private (char Letter, string Text) _status = ('\0', "");

    // Whose paths are remembered.
    private long _repository;

    // Prepared at the first batch, because the tables are not there before the migrations ran.
    private SqliteCommitStatements? _statements;

    private SqliteCommitStatements Statements => _statements ??= new SqliteCommitStatements(connection);

    public AppendResult Append(long repositoryId, IReadOnlyList<CommitRecord> commits, CancellationToken cancellationToken)
    {
        if (repositoryId != _repository) _paths.Clear();
        _repository = repositoryId;
        var (stored, uses) = (0, new ValueUses());
        foreach (var commit in commits)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (InsertCommit(repositoryId, commit) is not { } id) continue;
            InsertPaths(repositoryId, id, commit);
            foreach (var person in commit.CoAuthors) Statements.InsertCoAuthor.Bind(PersonId(person)).Bind(id).Execute();
            uses.Add(commit);
            stored++;
        }

        foreach (var use in uses.All)
            Statements.AddUses.Bind(repositoryId).Bind((long)use.Kind).Bind(use.Value).Bind(use.Count).Execute();
        return new AppendResult(stored, commits.Count - stored, []);
    }

    public void Forget()
    {
        _people.Clear();
        _paths.Clear();
    }

    public void Dispose() => _statements?.Dispose();

    private long? InsertCommit(long repositoryId, CommitRecord commit) => Statements.InsertCommit
        .Bind(repositoryId).Bind(commit.Sha)
        .Bind(PersonId(commit.Author)).Bind(commit.AuthorTime.ToUnixTimeMilliseconds()).Bind((long)commit.AuthorTime.TotalOffsetMinutes)
        .Bind(PersonId(commit.Committer)).Bind(commit.CommitterTime.ToUnixTimeMilliseconds()).Bind((long)commit.CommitterTime.TotalOffsetMinutes)
        .Bind(commit.Breaking ? 1L : 0L).Bind((long?)commit.PullRequest).Bind((long)commit.Files)
        .Bind((long?)commit.Insertions).Bind((long?)commit.Deletions).Bind(commit.ChangeType).Bind(commit.Scope)
        .Bind(commit.Parents).Bind(commit.IssueKeys).Bind(commit.Reverts).Bind(commit.CoAuthorList).Bind(commit.Trailers)
        .Bind(commit.Subject).Bind(commit.Body)
        .Insert();

    private void InsertPaths(long repositoryId, long commitId, CommitRecord commit)
    {
        for (var i = 0; i < commit.PathLimit; i++)
        {
            var (status, path) = commit.Paths[i];
            // The same text as in the row before is not bound again.
            if (status != _status.Letter) _status = (status, StoredText.Clean(status.ToString()));
            Statements.InsertCommitPath.Bind(commitId).Bind(PathId(repositoryId, path)).Bind(_status.Text).Execute();
        }
    }

    private long PathId(long repositoryId, string path)
    {
        if (_paths.TryGetValue(path, out var id)) return id;
        var stored = StoredText.Path(path);
        id = Statements.FindPath.Bind(stored).Bind(repositoryId).Scalar()
            ?? Statements.InsertPath.Bind(stored).Bind(repositoryId).Insert()!.Value;
        if (_paths.Count >= StorageLimits.Interned) _paths.Clear();
        return _paths[path] = id;
    }

    private long PersonId(Person person)
    {
        if (_people.TryGetValue(person, out var id)) return id;
        id = Statements.FindPerson.Bind(person.Name).Bind(person.Email).Scalar()
            ?? Statements.InsertPerson.Bind(person.Name).Bind(person.Email)
                .Bind(StoredText.Fold(person.Name)).Bind(StoredText.Fold(person.Email)).Insert()!.Value;
        if (_people.Count >= StorageLimits.Interned) _people.Clear();
        return _people[person] = id;
    }
}
