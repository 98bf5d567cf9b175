using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly DateTimeOffset Later = Commits.Epoch.AddDays(2);

    [Fact]
    public async Task Forced_push_marks_what_no_branch_reaches_and_its_return_unmarks_it()
    {
        var repository = await AddAsync([.. Commits.Numbers(1, 3)]);
        await Store.Commits.AppendAsync(repository, [Commits.Number(4)], Cancellation);

        await Store.Commits.MoveBranchesAsync(repository, [Moved("main", 3, 4, Later, gained: [4], lost: [2, 3])], Cancellation);

        (await ReadAsync()).Select(row => (Convert.ToInt32(row.Sha, 16), row.Vanished))
            .Should().Equal((4, null), (3, Later), (2, Later), (1, (DateTimeOffset?)null));
        (await ReadAsync(new CommitFilter { IncludeVanished = false })).Select(row => row.Sha).Should().Equal(Commits.Sha(4), Commits.Sha(1));
        Counts((await Store.Repositories.ReadAsync(Cancellation))[0]).Should().Be((4, 2, 1, Commits.Number(4).Committer.Time));

        await Store.Commits.MoveBranchesAsync(repository, [Commits.Created("rescue", 3, 1, 2, 3)], Cancellation);

        (await ReadAsync()).Should().AllSatisfy(row => row.Vanished.Should().BeNull());
        Counts((await Store.Repositories.ReadAsync(Cancellation))[0]).Should().Be((4, 0, 2, Commits.Number(4).Committer.Time));
    }

    [Fact]
    public async Task Deleted_branch_loses_all_that_it_reached_and_can_come_back()
    {
        var repository = await AddAsync([.. Commits.Numbers(1, 2)]);
        await Store.Commits.MoveBranchesAsync(repository, [Commits.Created("topic", 1, 1)], Cancellation);

        await Store.Commits.MoveBranchesAsync(repository, [Moved("main", 2, null, Later)], Cancellation);

        (await ReadAsync()).Select(row => (string.Concat(row.Branches), row.Vanished)).Should().Equal(("", (DateTimeOffset?)Later), ("topic", null));
        (await Store.Commits.GetBranchHeadsAsync(repository, Cancellation)).Should().Equal(new BranchHead("topic", Commits.Sha(1)));
        Counts((await Store.Repositories.ReadAsync(Cancellation))[0]).Should().Be((2, 1, 1, Commits.Number(1).Committer.Time));

        await Store.Commits.MoveBranchesAsync(repository, [Commits.Created("main", 2, 1, 2) with { Observed = Later.AddHours(1) }], Cancellation);
        (await ReadAsync()).Should().AllSatisfy(row => row.Vanished.Should().BeNull());
    }

    [Fact]
    public async Task Commit_that_changes_branches_in_one_call_never_vanishes()
    {
        var repository = await AddAsync(Commits.Number(1));

        await Store.Commits.MoveBranchesAsync(repository, [Moved("main", 1, null, Later), Commits.Created("trunk", 1, 1)], Cancellation);

        (await ReadAsync()).Select(row => (row.Branches[0], row.Vanished)).Single().Should().Be(("trunk", null));
    }

    [Fact]
    public async Task Move_delivered_twice_or_late_changes_nothing()
    {
        var repository = await AddAsync([.. Commits.Numbers(1, 3)]);
        var back = Moved("main", 3, 2, Later, lost: [3]);
        var again = Moved("main", 2, 3, Later.AddHours(1), gained: [3]);
        await Store.Commits.MoveBranchesAsync(repository, [back, again], Cancellation);
        var (rows, version) = (await ReadAsync(), await Store.Database.GetVersionAsync(Cancellation));

        await Store.Commits.MoveBranchesAsync(repository, [back], Cancellation);
        await Store.Commits.MoveBranchesAsync(repository, [again, back], Cancellation);

        (await ReadAsync()).Should().BeEquivalentTo(rows);
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version);
    }

    [Fact]
    public async Task Move_that_cannot_be_right_is_refused_whole()
    {
        var repository = await AddAsync(Commits.Number(1));
        await Store.Commits.AppendAsync(repository, [Commits.Number(2)], Cancellation);
        var good = Commits.Created("topic", 1, 1);

        var elsewhere = (await FluentActions.Awaiting(() => Store.Commits.MoveBranchesAsync(repository, [good, Moved("main", 2, 1, Later)], Cancellation))
            .Should().ThrowExactlyAsync<InvalidOperationException>()).Which;
        var missing = (await FluentActions.Awaiting(() => Store.Commits.MoveBranchesAsync(repository, [good, Moved("main", 1, 9, Later, gained: [2, 9])], Cancellation))
            .Should().ThrowExactlyAsync<InvalidOperationException>()).Which;
        var malformed = (await FluentActions.Awaiting(() => Store.Commits.MoveBranchesAsync(repository, [good, good with { Branch = "x", Gained = ["nonsense"] }], Cancellation))
            .Should().ThrowExactlyAsync<ArgumentException>()).Which;

        elsewhere.Message.Should().Be(
            $"Branch 'main' stands at {Commits.Sha(1)}, not at {Commits.Sha(2)}, where the move begins: read the heads again and work out the move anew.");
        missing.Message.Should().Be($"Branch 'main' gained commit {Commits.Sha(9)}, which is not stored: append it first.");
        malformed.Message.Should().Be("'nonsense' is not an object id of 40 or 64 hex digits.");
        (await Store.Commits.GetBranchHeadsAsync(repository, Cancellation)).Should().Equal(new BranchHead("main", Commits.Sha(1)));
        (await ReadAsync()).Should().ContainSingle().Which.Branches.Should().Equal("main");
    }

    [Fact]
    public async Task First_branch_that_gains_as_many_commits_as_are_stored_but_not_the_same_is_refused()
    {
        var repository = await AddRepositoryAsync();
        await Store.Commits.AppendAsync(repository, [Commits.Number(1), Commits.Number(2)], Cancellation);

        var missing = (await FluentActions.Awaiting(() => Store.Commits.MoveBranchesAsync(repository, [Commits.Created("main", 9, 1, 9)], Cancellation))
            .Should().ThrowExactlyAsync<InvalidOperationException>()).Which;

        missing.Message.Should().Be($"Branch 'main' gained commit {Commits.Sha(9)}, which is not stored: append it first.");
        (await ReadAsync()).Should().BeEmpty();
    }

    private static BranchMove Moved(string branch, int from, int? to, DateTimeOffset observed, int[]? gained = null, int[]? lost = null) => new()
    {
        Branch = branch,
        OldHead = Commits.Sha(from),
        NewHead = to is { } head ? Commits.Sha(head) : null,
        Observed = observed,
        Forced = lost is not null,
        Gained = [.. (gained ?? []).Select(Commits.Sha)],
        Lost = [.. (lost ?? []).Select(Commits.Sha)],
    };
}
