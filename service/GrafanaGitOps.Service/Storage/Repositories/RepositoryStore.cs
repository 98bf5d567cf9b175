using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Repositories;

/// <summary>Which repositories there are, and how reading them goes.</summary>
public sealed class RepositoryStore(Database database)
{
    private const int LongestText = 8_192;
    private const int MostNameless = 10_000;

    private static readonly ColumnList<RepositoryState> Key = new() { { "name", state => StoredText.Key(state.Name, "the repository") } };

    private static readonly ColumnList<RepositoryState> Shown = new()
    {
        { "url", state => StoredText.Clean(state.Url, LongestText) },
        { "web_url", state => Clean(state.WebUrl) },
        { "default_branch", state => Clean(state.DefaultBranch) },
        { "error", state => Clean(state.Error) },
        { "notice", state => Clean(state.Notice) },
    };

    /// <summary>What changes with every look at the remote; only <c>repositories</c> shows that, and it is not cached.</summary>
    private static readonly ColumnList<RepositoryState> Looks = new()
    {
        { "last_fetch", state => StoredMoment.Milliseconds(state.LastFetch) },
        { "last_fetch_duration", state => (long?)state.LastFetchDuration?.TotalMilliseconds },
        { "last_attempt", state => StoredMoment.Milliseconds(state.LastAttempt) },
        { "size", state => state.Size },
    };

    private static readonly RowTable<RepositoryState> States = new("repositories", Key, [.. Shown, .. Looks]);

    /// <summary>Registers the repository if it is new, and stores its state; returns its id.</summary>
    public Task<long> UpsertAsync(RepositoryState state, CancellationToken cancellationToken)
    {
        var name = StoredText.Key(state.Name, "the repository");
        return database.WriteAsync(
            async transaction =>
            {
                var stored = await transaction.QueryAsync<RepositoryState>(States.Select("WHERE name = @name"), new { name });
                var effect = await States.ReplaceAsync(transaction, stored, [state], Shown, isWhole: false);
                return (await transaction.ScalarAsync<long>("SELECT id FROM repositories WHERE name = @name", new { name }), effect);
            },
            cancellationToken);
    }

    /// <summary>Keeps the tags as the remote has them. Tag objects that have no name any more stay, because deployments may be of them.</summary>
    public Task RecordTagsAsync(long repositoryId, IReadOnlyCollection<RepositoryTag> tags, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var stored = (await transaction.QueryAsync<string>("SELECT tags FROM repository_tags WHERE repository_id = @repositoryId", new { repositoryId }))
                .FirstOrDefault();
            var objects = tags.Select(tag => tag.Object).ToHashSet();
            var nameless = StoredTags.Read(stored).Where(tag => tag.Object != tag.Commit && !objects.Contains(tag.Object)).Select(tag => tag with { Name = "" });
            var text = StoredTags.Write([.. tags, .. nameless.Take(MostNameless)]);
            if (text == (stored ?? StoredTags.Write([]))) return (false, WriteEffect.None);
            var changedIn = (await LedgerVersion.ReadAsync(transaction)).Version + 1;
            await transaction.ExecuteAsync("DELETE FROM repository_tags WHERE repository_id = @repositoryId", new { repositoryId });
            await transaction.ExecuteAsync(
                "INSERT INTO repository_tags (repository_id, changed_in, tags) VALUES (@repositoryId, @changedIn, @text)",
                new { repositoryId, changedIn, text });
            return (true, WriteEffect.Answers);
        },
        cancellationToken);

    /// <summary>Every repository, by name.</summary>
    public Task<IReadOnlyList<RepositoryRow>> ReadAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<RepositoryRow>>(
        async transaction => await transaction.QueryAsync<RepositoryState, RepositoryRow, RepositoryRow>(
            $"""
            SELECT {States.Columns.Select("r")}, commits, vanished,
                (SELECT count(*) FROM branches b WHERE b.repository_id = r.id AND b.head IS NOT NULL) AS branches,
                (SELECT c.committer_time FROM commits c WHERE c.repository_id = r.id
                    AND EXISTS (SELECT 1 FROM commit_branches cb WHERE cb.commit_id = c.id)
                    ORDER BY c.committer_time DESC LIMIT 1) AS newest_commit
            FROM repositories r ORDER BY name
            """,
            (state, row) => row with { State = state }, "commits"),
        cancellationToken);

    private static string? Clean(string? text) => text is null ? null : StoredText.Clean(text, LongestText);
}
