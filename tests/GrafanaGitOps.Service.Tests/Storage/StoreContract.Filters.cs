using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Filter_by_path_takes_the_path_itself_and_what_is_below()
    {
        await AddAsync(
            Commits.Number(1, "apps/web/a") with { Subject = "below" }, Commits.Number(2, "apps/web") with { Subject = "itself" },
            Commits.Number(3, "apps/web-old/a", "apps/web.yaml", "apps") with { Subject = "beside" }, Commits.Number(4, "lib/ünï/x") with { Subject = "lib" },
            Commits.Number(5) with { Subject = "none" });

        (await SubjectsAsync(new CommitFilter { Paths = ["apps/web"] })).Should().Equal("itself", "below");
        (await SubjectsAsync(new CommitFilter { Paths = ["./apps/web/"] })).Should().Equal("itself", "below");
        (await SubjectsAsync(new CommitFilter { Paths = ["apps", "lib/ünï"] })).Should().Equal("lib", "beside", "itself", "below");
        (await ReadAsync(new CommitFilter { Paths = ["/"] })).Should().HaveCount(5);
        (await ReadAsync(new CommitFilter { Paths = ["apps/we", "%", "apps/web' OR 1=1 --"] })).Should().BeEmpty();
    }

    [Fact]
    public async Task Filter_by_author_takes_names_addresses_and_co_authors_in_any_case()
    {
        var zoe = new Signature("Zoë", "zoe@example.org", Commits.Epoch);
        await AddAsync(
            Commits.Number(1) with { Author = zoe, Subject = "own" },
            Commits.Number(2) with { CoAuthors = [new Person("Zoë", "other@example.org")], Subject = "shared" },
            Commits.Number(3) with { Subject = "ada" });

        (await SubjectsAsync(new CommitFilter { Authors = ["ZOË"] })).Should().Equal("shared", "own");
        (await SubjectsAsync(new CommitFilter { Authors = ["Zoe@Example.org"] })).Should().Equal("own");
        (await SubjectsAsync(new CommitFilter { Authors = ["ada@example.org", "nobody"] })).Should().Equal("ada", "shared");
        (await ReadAsync(new CommitFilter { Authors = ["zo"] })).Should().BeEmpty();
    }

    [Theory]
    [InlineData("LATENCY", "subject")]
    [InlineData("because", "body")]
    [InlineData("ÜBER", "unicode")]
    [InlineData("100%", "percent")]
    [InlineData("a_b", "underscore")]
    [InlineData("c\\d", "backslash")]
    [InlineData("ABCD", "id")]
    [InlineData("abcde", "id")]
    [InlineData("' OR 1=1", null)]
    public async Task Search_finds_text_in_any_case_and_the_start_of_an_id(string search, string? found)
    {
        await AddAsync(
            Commits.Number(1) with { Subject = "Fix latency", Scope = "subject" },
            Commits.Number(2) with { Subject = "x", Body = "Why: Because.", Scope = "body" },
            Commits.Number(3) with { Subject = "das übermaß", Scope = "unicode" },
            Commits.Number(4) with { Subject = "now 100% done", Scope = "percent" },
            Commits.Number(5) with { Subject = "rename a_b", Scope = "underscore" },
            Commits.Number(6) with { Subject = "rename axb and 100 d", Body = "c/d", Scope = "neither" },
            Commits.Number(7) with { Subject = "path c\\d", Scope = "backslash" },
            Commits.Number(8) with { Subject = "x", Sha = "abcde" + new string('0', 35), Scope = "id" });

        var rows = await ReadAsync(new CommitFilter { Search = search });

        rows.Select(row => row.Scope).Should().Equal(found is null ? [] : [found]);
    }

    [Fact]
    public async Task Filters_hold_together_and_lists_are_alternatives()
    {
        await AddAsync(
            Commits.Number(1, "a") with { ChangeType = "fix", Scope = "api", Subject = "1" }, Commits.Number(2, "a") with { ChangeType = "fix", Subject = "2" },
            Commits.Number(3, "b") with { Scope = "api", Subject = "3" }, Commits.Number(4, "b") with { ChangeType = "chore", Scope = null, Subject = "4" });

        (await SubjectsAsync(new CommitFilter { Types = ["fix", "chore"] })).Should().Equal("4", "2", "1");
        (await SubjectsAsync(new CommitFilter { Scopes = ["api"] })).Should().Equal("3", "1");
        (await SubjectsAsync(new CommitFilter { Scopes = ["api"], Types = ["fix"], Paths = ["a"], Authors = ["ada"], Branches = ["main"], Repositories = ["shop"] }))
            .Should().Equal("1");
        (await ReadAsync(new CommitFilter { Scopes = ["api"], Types = ["chore"] })).Should().BeEmpty();
    }

    [Fact]
    public async Task Time_range_is_inclusive_at_both_ends()
    {
        await AddAsync([.. Commits.Numbers(1, 5)]);

        var rows = await ReadAsync(new CommitFilter { From = Commits.Epoch.AddMinutes(2).ToUniversalTime(), To = Commits.Epoch.AddMinutes(4) });

        rows.Select(row => row.Sha).Should().Equal(Commits.Sha(4), Commits.Sha(3), Commits.Sha(2));
    }

    [Fact]
    public async Task Rows_are_newest_first_then_by_id_and_cut_at_the_limit()
    {
        var sameTime = Commits.Number(9).Committer;
        await AddAsync([.. Commits.Numbers(1, 5).Select((commit, index) => index >= 3 ? commit with { Committer = sameTime } : commit).Reverse()]);

        var rows = await ReadAsync(new CommitFilter { Limit = 4 });

        rows.Select(row => row.Sha).Should().Equal(Commits.Shas(4, 5, 3, 2));
        (await ReadAsync(new CommitFilter { Limit = 0 })).Should().BeEmpty();
    }

    [Fact]
    public async Task Filter_by_repositories_and_branches_takes_those_alone()
    {
        await AddAsync(Commits.Number(1), Commits.Number(2));
        var other = await AddRepositoryAsync("other");
        await Store.Commits.AppendAsync(other, Commits.Numbers(3, 4), Cancellation);
        await Store.Commits.MoveBranchesAsync(other, [Commits.Created("main", 3, 3), Commits.Created("next", 4, 3, 4)], Cancellation);

        (await ReadAsync(new CommitFilter { Repositories = ["other", "unknown"] })).Select(row => row.Repository).Should().Equal("other", "other");
        (await ReadAsync(new CommitFilter { Repositories = ["shop"] })).Select(row => row.Repository).Should().Equal("shop", "shop");
        (await ReadAsync(new CommitFilter { Repositories = ["shop", "other"] })).Should().HaveCount(4);
        (await ReadAsync(new CommitFilter { Branches = ["next"] })).Select(row => row.Sha).Should().Equal(Commits.Sha(4), Commits.Sha(3));
        (await ReadAsync(new CommitFilter { Branches = ["main"] })).Select(row => row.Sha).Should().Equal(Commits.Shas(3, 2, 1));
        (await ReadAsync(new CommitFilter { Repositories = ["unknown"] })).Should().BeEmpty();
        (await ReadAsync())[1].Branches.Should().Equal("main", "next");
    }

    [Fact]
    public async Task Filter_beyond_the_limits_is_refused_by_name()
    {
        var tooMany = (await FluentActions.Awaiting(() => ReadAsync(new CommitFilter { Types = [.. Enumerable.Repeat("x", 1_001)] }))
            .Should().ThrowExactlyAsync<ArgumentException>()).Which;
        var tooLong = (await FluentActions.Awaiting(() => ReadAsync(new CommitFilter { Search = new string('x', 1_001) }))
            .Should().ThrowExactlyAsync<ArgumentException>()).Which;

        tooMany.Message.Should().Be("The filter 'types' has 1001 entries; at most 1000 are taken.");
        tooLong.Message.Should().Be("The searched text has 1001 characters; at most 1000 are taken.");
    }
}
