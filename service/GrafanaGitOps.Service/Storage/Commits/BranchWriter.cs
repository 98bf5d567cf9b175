using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>Writes moves of branches of one repository within the caller's transaction.</summary>
internal sealed class BranchWriter(DatabaseTransaction transaction, long repositoryId)
{
    private readonly Dialect _dialect = transaction.Dialect;

    /// <summary>False when the move was recorded before.</summary>
    public async Task<bool> MoveAsync(BranchMove move)
    {
        var (name, oldHead, newHead) = (StoredText.Key(move.Branch, "the branch"), Head(move.OldHead), Head(move.NewHead));
        var branch = await FindOrAddAsync(name);
        var observed = move.Observed.ToUnixTimeMilliseconds();
        var (gained, lost) = (Distinct(move.Gained), Parse(Distinct(move.Lost)));
        var recorded = await transaction.ExecuteAsync(
            """
            INSERT INTO branch_moves (branch_id, old_head, new_head, forced, observed_at, gained, lost)
            VALUES (@branch, @oldHead, @newHead, @forced, @observed, @gained, @lost)
            ON CONFLICT (branch_id, observed_at, old_head, new_head) DO NOTHING
            """,
            new
            {
                branch = branch.Id,
                oldHead,
                newHead,
                forced = move.Forced ? 1L : 0L,
                observed,
                gained = gained.Count,
                lost = lost.Length,
            });
        if (recorded == 0) return false;
        if (!(branch.Head ?? []).AsSpan().SequenceEqual(oldHead)) throw Elsewhere(name, branch.Head, move.OldHead);

        await transaction.ExecuteAsync(
            "UPDATE branches SET head = @head WHERE id = @branch", new { branch = branch.Id, head = move.NewHead is null ? null : newHead });
        if (branch.Head is not null || !await GainAllAsync(branch.Id, newHead, gained))
            foreach (var part in Parse(gained).Chunk(StorageLimits.Part)) await GainAsync(name, branch.Id, part);
        if (move.NewHead is null) await LoseAllAsync(branch.Id, observed);
        else foreach (var part in lost.Chunk(StorageLimits.Part)) await LoseAsync(branch.Id, part, observed);
        return true;
    }

    private async Task<(long Id, byte[]? Head)> FindOrAddAsync(string name)
    {
        var branch = new { repositoryId, name };
        await transaction.ExecuteAsync(
            "INSERT INTO branches (repository_id, name) VALUES (@repositoryId, @name) ON CONFLICT (repository_id, name) DO NOTHING", branch);
        return (await transaction.QueryAsync<(long, byte[]?)>(
            "SELECT id, head FROM branches WHERE repository_id = @repositoryId AND name = @name", branch))[0];
    }

    /// <summary>
    /// The first branch of a repository that was just read gains all that is stored, which one statement can say; false when this is another case.
    /// What was appended is stored, so as many as were gained are the same ones: only the head is looked for.
    /// </summary>
    private async Task<bool> GainAllAsync(long branch, byte[] head, HashSet<string> gained)
    {
        // A repository that counts no commits has none that was ever reached, and so none that vanished.
        var stored = await transaction.ScalarAsync<long>(
            """
            SELECT count(*) FROM commits WHERE repository_id = @repositoryId AND (SELECT r.commits FROM repositories r WHERE r.id = @repositoryId) = 0
                AND EXISTS (SELECT 1 FROM commits WHERE repository_id = @repositoryId AND sha = @head)
            """, new { repositoryId, head });
        if (stored == 0 || stored != gained.Count) return false;

        await transaction.ExecuteAsync(
            "INSERT INTO commit_branches (commit_id, branch_id) SELECT id, @branch FROM commits WHERE repository_id = @repositoryId ORDER BY id",
            new { repositoryId, branch });
        await CountAsync(gained.Count, 0);
        return true;
    }

    private async Task GainAsync(string name, long branch, byte[][] gained)
    {
        var commits = await transaction.QueryAsync<(long Id, bool Vanished, bool Reached)>(
            $"""
            SELECT c.id, c.vanished_at IS NOT NULL, EXISTS (SELECT 1 FROM commit_branches cb WHERE cb.commit_id = c.id)
            FROM {_dialect.ObjectIdRows("@ids")} AS k CROSS JOIN commits c WHERE c.repository_id = @repositoryId AND c.sha = k.value ORDER BY c.id
            """, new { repositoryId, ids = _dialect.ObjectIds(gained) });
        if (commits.Count != gained.Length) throw await MissingAsync(name, gained);

        // In the order of their ids, so that the rows go to the end of the table.
        await transaction.ExecuteAsync(
            $"INSERT INTO commit_branches (commit_id, branch_id) SELECT value, @branch FROM {_dialect.IdRows("@ids")} AS k WHERE true ON CONFLICT DO NOTHING",
            new { branch, ids = _dialect.Ids(commits.Select(commit => commit.Id)) });
        var back = commits.Where(commit => commit.Vanished).Select(commit => commit.Id).ToArray();
        if (back.Length > 0)
            await transaction.ExecuteAsync($"UPDATE commits SET vanished_at = NULL WHERE id IN {_dialect.IdRows("@ids")}", new { ids = _dialect.Ids(back) });
        await CountAsync(commits.Count(commit => !commit.Vanished && !commit.Reached), -back.Length);
    }

    private async Task LoseAsync(long branch, byte[][] lost, long observed)
    {
        var parameters = new { repositoryId, branch, observed, ids = _dialect.ObjectIds(lost) };
        var gone = await transaction.ExecuteAsync($"UPDATE commits SET vanished_at = @observed WHERE {Among} AND {ReachedByOnly}", parameters);
        await transaction.ExecuteAsync(
            $"DELETE FROM commit_branches WHERE branch_id = @branch AND commit_id IN (SELECT id FROM commits WHERE {Among})", parameters);
        await CountAsync(0, gone);
    }

    private async Task LoseAllAsync(long branch, long observed)
    {
        var gone = await transaction.ExecuteAsync(
            $"""
            UPDATE commits SET vanished_at = @observed
            WHERE id IN (SELECT commit_id FROM commit_branches WHERE branch_id = @branch) AND {ReachedByOnly}
            """, new { branch, observed });
        await transaction.ExecuteAsync("DELETE FROM commit_branches WHERE branch_id = @branch", new { branch });
        await CountAsync(0, gone);
    }

    private const string ReachedByOnly =
        """
        EXISTS (SELECT 1 FROM commit_branches cb WHERE cb.commit_id = commits.id AND cb.branch_id = @branch)
        AND NOT EXISTS (SELECT 1 FROM commit_branches cb WHERE cb.commit_id = commits.id AND cb.branch_id <> @branch)
        """;

    private string Among => $"repository_id = @repositoryId AND sha IN {_dialect.ObjectIdRows("@ids")}";

    private Task<int> CountAsync(long commits, long vanished) => transaction.ExecuteAsync(
        "UPDATE repositories SET commits = commits + @commits, vanished = vanished + @vanished WHERE id = @repositoryId",
        new { repositoryId, commits, vanished });

    private async Task<InvalidOperationException> MissingAsync(string name, byte[][] gained)
    {
        var stored = await transaction.QueryAsync<byte[]>(
            $"SELECT sha FROM commits WHERE {Among}", new { repositoryId, ids = _dialect.ObjectIds(gained) });
        var missing = gained.Select(sha => ObjectId.ToHex(sha)).Except(stored.Select(sha => ObjectId.ToHex(sha))).First();
        return new InvalidOperationException($"Branch '{name}' gained commit {missing}, which is not stored: append it first.");
    }

    private static InvalidOperationException Elsewhere(string name, byte[]? stands, string? expected) => new(
        $"Branch '{name}' stands at {(stands is null ? "no commit" : ObjectId.ToHex(stands))}, not at {expected ?? "no commit"}, where the move begins: " +
        "read the heads again and work out the move anew.");

    private static byte[] Head(string? sha) => sha is null ? [] : ObjectId.Parse(sha);

    private static HashSet<string> Distinct(IEnumerable<string> ids) => new(ids, StringComparer.OrdinalIgnoreCase);

    private static byte[][] Parse(HashSet<string> ids) => [.. ids.Select(ObjectId.Parse)];
}
