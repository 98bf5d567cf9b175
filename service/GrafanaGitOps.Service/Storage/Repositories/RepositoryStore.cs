using System.Data.Common;
using Dapper;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Repositories;

/// <summary>Which repositories there are, and how reading them goes.</summary>
public sealed class RepositoryStore(Database database)
{
    private const string StateColumns =
        "name, url, web_url, default_branch, last_fetch, last_fetch_duration, last_attempt, error, notice, size";

    /// <summary>Registers the repository if it is new, and stores its state; returns its id.</summary>
    public async Task<long> UpsertAsync(RepositoryState state, CancellationToken cancellationToken)
    {
        var row = StateRow.From(state);
        return await database.WriteAsync(
            async transaction =>
            {
                var before = await FindAsync(transaction.Inner, row.Name, cancellationToken);
                if (before?.State == row) return (before.Value.Id, WriteEffect.None);
                var id = await SaveAsync(transaction.Inner, row, cancellationToken);
                return (id, before?.State.WithoutMoments() == row.WithoutMoments() ? WriteEffect.State : WriteEffect.Answers);
            },
            cancellationToken);
    }

    /// <summary>Every repository, by name.</summary>
    public Task<IReadOnlyList<RepositoryRow>> ReadAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<RepositoryRow>>(
        async transaction => (await transaction.Inner.Connection!.QueryAsync<StateRow, CountRow, RepositoryRow>(
            $"""
            SELECT {StateColumns}, commits, vanished,
                (SELECT count(*) FROM branches b WHERE b.repository_id = r.id AND b.head IS NOT NULL) AS branches,
                (SELECT c.committer_time FROM commits c WHERE c.repository_id = r.id
                    AND EXISTS (SELECT 1 FROM commit_branches cb WHERE cb.commit_id = c.id)
                    ORDER BY c.committer_time DESC LIMIT 1) AS newest
            FROM repositories r ORDER BY name
            """,
            (state, counts) => new RepositoryRow(
                state.ToState(), counts.Commits, counts.Vanished, counts.Branches, StoredMoment.At(counts.Newest)),
            transaction: transaction.Inner, splitOn: "commits")).AsList(),
        cancellationToken);

    private static async Task<(long Id, StateRow State)?> FindAsync(DbTransaction transaction, string name, CancellationToken cancellationToken)
    {
        (long, StateRow)? found = null;
        await PlainSql.ReadAsync(
            transaction, $"SELECT {StateColumns}, id FROM repositories WHERE name = @name",
            row => found = (row.GetInt64(10), StateRow.Read(row)), cancellationToken, ("name", name));
        return found;
    }

    private static Task<long> SaveAsync(DbTransaction transaction, StateRow row, CancellationToken cancellationToken) =>
        PlainSql.ScalarAsync(
            transaction,
            $"""
            INSERT INTO repositories ({StateColumns})
            VALUES (@name, @url, @web_url, @default_branch, @last_fetch, @last_fetch_duration, @last_attempt, @error, @notice, @size)
            ON CONFLICT (name) DO UPDATE SET url = excluded.url, web_url = excluded.web_url, default_branch = excluded.default_branch,
                last_fetch = excluded.last_fetch, last_fetch_duration = excluded.last_fetch_duration, last_attempt = excluded.last_attempt,
                error = excluded.error, notice = excluded.notice, size = excluded.size
            RETURNING id
            """,
            cancellationToken,
            ("name", row.Name), ("url", row.Url), ("web_url", row.Web_Url), ("default_branch", row.Default_Branch), ("last_fetch", row.Last_Fetch),
            ("last_fetch_duration", row.Last_Fetch_Duration), ("last_attempt", row.Last_Attempt), ("error", row.Error), ("notice", row.Notice), ("size", row.Size));

    // No constructor to match: of an empty table SQLite does not know the types of computed columns.
    private sealed class CountRow
    {
        public long Commits { get; init; }

        public long Vanished { get; init; }

        public long Branches { get; init; }

        public long? Newest { get; init; }
    }
}
