using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Repositories;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Commit_with_everything_comes_back_as_it_was()
    {
        var commit = Commits.Number(2, "apps/web/deployment.yaml", "README.md") with
        {
            Sha = string.Concat(Enumerable.Repeat("ab", 32)),
            Author = new Signature("Zoë Ünal", "zoe@example.org", new DateTimeOffset(2025, 12, 31, 23, 59, 58, TimeSpan.FromMinutes(-210))),
            Parents = [string.Concat(Enumerable.Repeat("cd", 32)), string.Concat(Enumerable.Repeat("01", 32))],
            Body = "Why, with \"quotes\" and ünïcode 🚀.\n\nRefs: SHOP-1",
            Trailers = [new Trailer("Refs", "SHOP-1")],
            CoAuthors = [new Person("Grace", "grace@example.org"), new Person("Linus \"L\"", "l@example.org")],
            Breaking = true,
            Reverts = ["abc1234"],
            IssueKeys = ["SHOP-1", "SHOP-22"],
            PullRequest = 17,
            PathCount = 9,
            Insertions = 3,
            Deletions = 0,
        };

        await AddAsync(commit);

        (await ReadAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new CommitRow
            {
                Id = 1,
                Repository = "shop",
                Sha = commit.Sha,
                AuthorName = "Zoë Ünal",
                AuthorEmail = "zoe@example.org",
                AuthorTime = commit.Author.Time,
                CommitterTime = commit.Committer.Time,
                Subject = commit.Subject,
                ChangeType = "feat",
                Scope = "web",
                Breaking = true,
                Reverts = ["abc1234"],
                IssueKeys = ["SHOP-1", "SHOP-22"],
                CoAuthors = ["Grace <grace@example.org>", "Linus \"L\" <l@example.org>"],
                PullRequest = 17,
                Files = 9,
                Insertions = 3,
                Deletions = 0,
                Branches = ["main"],
            });
        (await ReadAsync())[0].AuthorTime.Offset.Should().Be(commit.Author.Time.Offset);
        var stored = (await StoredCommit.ReadAllAsync(Store)).Should().ContainSingle().Which;
        (stored.CommitterName, stored.Body, stored.Trailers).Should().Be(("GitHub", commit.Body, "[[\"Refs\",\"SHOP-1\"]]"));
        stored.Parents.Should().Equal(commit.Parents);
    }

    [Fact]
    public async Task Commit_with_nothing_optional_comes_back_empty()
    {
        await AddAsync(Commits.Number(1) with { Subject = "", ChangeType = "other", Scope = null, Author = new Signature("", "", DateTimeOffset.MinValue) });

        var row = (await ReadAsync()).Should().ContainSingle().Which;

        var stored = (await StoredCommit.ReadAllAsync(Store)).Should().ContainSingle().Which;
        (row.Subject, stored.Body, row.AuthorName, row.AuthorEmail, row.Scope, row.PullRequest, row.Insertions)
            .Should().Be(("", "", "", "", null, null, null));
        stored.Parents.Concat(row.Reverts).Concat(row.IssueKeys).Concat(row.CoAuthors).Should().BeEmpty();
        row.AuthorTime.Should().Be(DateTimeOffset.MinValue);
    }

    [Fact]
    public async Task Commit_with_text_no_database_takes_is_stored_with_replacements()
    {
        var longPath = new string('p', 3_000);
        await AddAsync(Commits.Number(1, "a\0b", "half\uD800pair", longPath + "1", longPath + "2") with
        {
            Subject = "nul\0 and half \uDC00",
            Body = new string('b', CommitLimits.Body + 1),
            Author = new Signature("A\0" + new string('n', 5_000), "a\0@x", Commits.Epoch),
            CoAuthors = [new Person("C\0", "c\uD800")],
            IssueKeys = ["K\0-1"],
            Trailers = [new Trailer("K\0", "v\0")],
        });

        var row = (await ReadAsync(new CommitFilter { Paths = ["a\uFFFDb"] })).Should().ContainSingle().Which;

        row.Subject.Should().Be("nul\uFFFD and half \uFFFD");
        (await StoredCommit.ReadAllAsync(Store)).Should().ContainSingle().Which.Body.Length.Should().Be(CommitLimits.Body);
        row.AuthorName.Should().StartWith("A\uFFFDnn");
        row.CoAuthors.Should().ContainSingle().Which.Should().Be("C\uFFFD <c\uFFFD>");
        row.IssueKeys.Should().ContainSingle().Which.Should().Be("K\uFFFD-1");
        row.Files.Should().Be(4);
    }

    [Fact]
    public async Task Append_of_known_commits_changes_nothing()
    {
        var repository = await AddAsync(Commits.Number(1, "a"), Commits.Number(2, "b"));
        var (before, version) = (await ReadAsync(), await Store.Database.GetVersionAsync(Cancellation));

        var result = await Store.Commits.AppendAsync(
            repository, [Commits.Number(2, "b", "c") with { Subject = "other", Author = new Signature("New", "new@x", Commits.Epoch) }, Commits.Number(1)], Cancellation);

        (result.Stored, result.Known).Should().Be((0, 2));
        (await ReadAsync()).Should().BeEquivalentTo(before);
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version);
        (await Store.Commits.ReadValuesAsync(ValueKind.Author, [], null, 10, Cancellation)).Should().Equal("Ada");
    }

    [Fact]
    public async Task Append_with_bad_commits_stores_the_others_and_names_the_bad()
    {
        var repository = await AddRepositoryAsync();

        var result = await Store.Commits.AppendAsync(
            repository,
            [Commits.Number(1), Commits.Number(2) with { Sha = "xyz" }, Commits.Number(3) with { Parents = ["12"] }, Commits.Number(4), Commits.Number(4)],
            Cancellation);

        (result.Stored, result.Known).Should().Be((2, 1));
        result.Rejected.Should().Equal(new RejectedCommit("xyz", "its object id is not 40 or 64 hex digits"), new RejectedCommit(Commits.Sha(3), "its parent '12' is not an object id like its own"));
    }

    [Fact]
    public async Task Commits_that_no_branch_reached_yet_are_hidden()
    {
        var repository = await AddRepositoryAsync();
        await Store.Commits.AppendAsync(repository, Commits.Numbers(1, 3), Cancellation);

        (await ReadAsync()).Should().BeEmpty();
        Counts((await Store.Repositories.ReadAsync(Cancellation)).Should().ContainSingle().Which).Should().Be((0, 0, 0, null));
    }

    [Fact]
    public async Task Same_commit_in_two_repositories_is_two_rows()
    {
        await AddAsync(Commits.Number(1));
        var fork = await AddRepositoryAsync("fork");
        await Store.Commits.AppendAsync(fork, [Commits.Number(1)], Cancellation);
        await Store.Commits.MoveBranchesAsync(fork, [Commits.Created("trunk", 1, 1)], Cancellation);

        (await ReadAsync()).Select(row => (row.Repository, row.Branches.Should().ContainSingle().Which))
            .Should().Equal(("shop", "main"), ("fork", "trunk"));
    }

    [Fact]
    public async Task Reopened_store_has_what_was_written()
    {
        await AddAsync(Commits.Number(1));
        await Store.DisposeAsync();

        Store = await OpenAsync();

        (await ReadAsync()).Should().ContainSingle().Which.Sha.Should().Be(Commits.Sha(1));
    }

    private static (long, long, long, DateTimeOffset?) Counts(RepositoryRow row) => (row.Commits, row.Vanished, row.Branches, row.NewestCommit);
}
