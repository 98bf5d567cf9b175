using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly RepositoryState FullState = new()
    {
        Name = "shop",
        Url = "https://example.org/shop.git",
        WebUrl = "https://example.org/shop",
        DefaultBranch = "main",
        LastFetch = Commits.Epoch.ToUniversalTime(),
        LastFetchDuration = TimeSpan.FromMilliseconds(1_500),
        LastAttempt = Commits.Epoch.AddSeconds(1).ToUniversalTime(),
        Error = "The remote said no\uFFFD",
        Notice = "Cut at 500 branches",
        Size = 123,
    };

    [Fact]
    public async Task Repository_state_comes_back_as_it_was_and_keeps_its_id()
    {
        var first = await AddRepositoryAsync();
        await AddRepositoryAsync("another");

        var second = await Store.Repositories.UpsertAsync(FullState with { Error = "The remote said no\0" }, Cancellation);

        second.Should().Be(first);
        (await Store.Repositories.ReadAsync(Cancellation)).Select(row => row.State)
            .Should().Equal(new RepositoryState { Name = "another", Url = "https://example.org/another.git" }, FullState);
    }

    [Fact]
    public async Task Empty_store_gives_empty_answers()
    {
        (await Store.Repositories.ReadAsync(Cancellation)).Should().BeEmpty();
        (await ReadAsync()).Should().BeEmpty();
        (await Store.Commits.GetBranchHeadsAsync(1, Cancellation)).Should().BeEmpty();
        foreach (var kind in Enum.GetValues<ValueKind>()) (await ValuesAsync(kind)).Should().BeEmpty();
    }

    [Fact]
    public async Task Repositories_with_and_without_commits_stand_side_by_side()
    {
        await AddRepositoryAsync("a");
        await AddAsync(Commits.Number(1));
        await Store.Repositories.UpsertAsync(FullState with { Name = "z" }, Cancellation);

        (await Store.Repositories.ReadAsync(Cancellation)).Select(Counts)
            .Should().Equal((0, 0, 0, null), (1, 0, 1, Commits.Number(1).Committer.Time), (0, 0, 0, (DateTimeOffset?)null));
    }

    [Fact]
    public async Task Version_grows_with_every_write_but_not_with_another_look_at_the_remote()
    {
        var versions = new List<long>();
        async Task NoteAsync(Task write)
        {
            await write;
            versions.Add(await Store.Database.GetVersionAsync(Cancellation));
        }

        await NoteAsync(Store.Repositories.UpsertAsync(FullState, Cancellation));
        await NoteAsync(Store.Repositories.UpsertAsync(FullState, Cancellation));
        await NoteAsync(Store.Repositories.UpsertAsync(FullState with { LastFetch = Later, LastAttempt = Later, Size = 9 }, Cancellation));
        await NoteAsync(Store.Repositories.UpsertAsync(FullState with { Error = null }, Cancellation));
        await NoteAsync(Store.Commits.AppendAsync(1, [Commits.Number(1)], Cancellation));
        await NoteAsync(Store.Commits.MoveBranchesAsync(1, [Commits.Created("main", 1, 1)], Cancellation));

        versions.Select(version => version - versions[0]).Should().Equal(0, 0, 0, 1, 2, 3);
    }

    [Fact]
    public async Task Wait_ends_with_the_next_write()
    {
        var repository = await AddRepositoryAsync();
        var wait = Store.Database.WaitForWriteAsync(Cancellation);
        await Store.Commits.AppendAsync(repository, [], Cancellation);
        wait.IsCompleted.Should().BeFalse();

        await Store.Commits.AppendAsync(repository, [Commits.Number(1)], Cancellation);

        await wait.WaitAsync(Wait.Patience, Cancellation);
        Store.Database.WaitForWriteAsync(Cancellation).IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Size_is_that_of_the_database() => (await Store.Database.GetSizeAsync(Cancellation)).Should().BeInRange(10_000, 100_000_000);

    [Fact]
    public async Task Values_are_distinct_and_most_used_first_where_that_helps()
    {
        var repository = await AddAsync(
            Commits.Number(1), Commits.Number(2) with { Scope = "api" },
            Commits.Number(3) with { Scope = "api", ChangeType = "fix", Author = new Signature("Örjan_x", "o@x", Commits.Epoch) },
            Commits.Number(4) with { Scope = null, ChangeType = "chore" });
        await Store.Commits.MoveBranchesAsync(repository, [Commits.Created("beta", 1, 1), Commits.Created("gone", 1, 1), Moved("gone", 1, null, Later)], Cancellation);
        await AddRepositoryAsync("empty");

        (await ValuesAsync(ValueKind.Repository)).Should().Equal("empty", "shop");
        (await ValuesAsync(ValueKind.Branch)).Should().Equal("beta", "main");
        (await ValuesAsync(ValueKind.Author)).Should().Equal("Ada", "Örjan_x");
        (await ValuesAsync(ValueKind.Type)).Should().Equal("chore", "feat", "fix");
        (await ValuesAsync(ValueKind.Scope)).Should().Equal("api", "web");
        (await ValuesAsync(ValueKind.Author, "öRJ")).Should().Equal("Örjan_x");
        (await ValuesAsync(ValueKind.Author, "_")).Should().Equal("Örjan_x");
        (await Store.Commits.ReadValuesAsync(ValueKind.Author, ["empty"], null, 10, Cancellation)).Should().BeEmpty();
        (await Store.Commits.ReadValuesAsync(ValueKind.Scope, ["shop"], null, 1, Cancellation)).Should().Equal("api");
    }

    private Task<IReadOnlyList<string>> ValuesAsync(ValueKind kind, string? search = null) => Store.Commits.ReadValuesAsync(kind, [], search, 10, Cancellation);
}
