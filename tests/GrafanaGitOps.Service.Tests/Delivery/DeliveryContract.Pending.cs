using System.Globalization;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Tests.Delivery;

public abstract partial class DeliveryContract
{
    [Fact]
    public async Task Pending_are_the_commits_after_the_deployed_one_that_touch_what_the_application_is_made_of()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit(
            "first", ("apps/web/kustomization.yaml", "resources: [web.yaml, ../../base]"), ("apps/web/web.yaml", "1"),
            ("base/kustomization.yaml", "resources: [base.yaml]"), ("base/base.yaml", "1"));
        repository.Commit("web", ("apps/web/web.yaml", "2"));
        repository.Commit("readme", ("apps/web/README.md", "2"));
        repository.Commit("other", ("apps/other/a.yaml", "2"));
        repository.Commit("base", ("base/base.yaml", "2"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("web", Source(repository, "apps/web", first)));
        await Bench.PutAsync(new DeliveryApp("other", Source(repository, "apps/other", first)));
        await Bench.PutAsync(new DeliveryApp("all", Source(repository, ".", first)));

        await AssertAsync("""
            all: Exactly, 4 behind, head base, paths FromGit
              paths: origin:
              sources: origin
              pending: base other readme web
            other: Exactly, 1 behind, head base, paths FromGit
              paths: origin:apps/other
              sources: origin
              pending: other
            web: Exactly, 2 behind, head base, paths FromGit
              paths: origin:apps/web/kustomization.yaml origin:apps/web/web.yaml origin:base/base.yaml origin:base/kustomization.yaml
              sources: origin
              pending: base web
            """);
    }

    [Fact]
    public async Task Push_adds_what_it_brought_and_a_sync_takes_away_what_it_deployed()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"), ("b/x", "1"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a", first)));
        await Bench.PutAsync(new DeliveryApp("b", Source(repository, "b", first)));
        await Bench.RunAsync();
        // What the paths were made of is remembered from here on, or read again.
        repository.Commit("a2", ("a/x", "2"));
        var third = repository.Commit("a3", ("a/x", "3"));
        repository.Commit("both", ("a/x", "4"), ("b/x", "2"));
        await Bench.FetchAsync();

        await AssertAsync("""
            a: Exactly, 3 behind, head both, paths FromGit
              paths: origin:a
              sources: origin
              pending: a2 a3 both
            b: Exactly, 1 behind, head both, paths FromGit
              paths: origin:b
              sources: origin
              pending: both
            """);
        Bench.Git.Logs.Lines.Should().Contain(line => line.EndsWith("0 in full, 2 whose branch moved on. ", StringComparison.Ordinal));

        await Bench.DeployAsync("a", third);
        await AssertAsync("""
            a: Exactly, 1 behind, head both, paths FromGit
              paths: origin:a
              sources: origin
              pending: both
              deployed a3: NoRevisionBefore
            b: Exactly, 1 behind, head both, paths FromGit
              paths: origin:b
              sources: origin
              pending: both
            """);
    }

    [Fact]
    public async Task Push_that_changes_a_kustomization_makes_the_paths_be_read_again()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("app/kustomization.yaml", "resources: [../old]"), ("old/x", "1"), ("new/x", "1"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("app", Source(repository, "app", first)));
        await Bench.RunAsync();
        repository.Commit("old", ("old/x", "2"));
        repository.Commit("switch", ("app/kustomization.yaml", "resources: [../new]"));
        repository.Commit("new", ("new/x", "2"));
        await Bench.FetchAsync();

        await AssertAsync("""
            app: Exactly, 2 behind, head new, paths FromGit
              paths: origin:app/kustomization.yaml origin:new
              sources: origin
              pending: new switch
            """);
    }

    [Fact]
    public async Task Version_grows_for_those_alone_whose_answer_changed_and_not_at_all_without_news()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"), ("b/x", "1"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a", first)));
        await Bench.PutAsync(new DeliveryApp("b", Source(repository, "b", first)));
        await Bench.RunAsync();
        var version = await Bench.Store.Database.GetVersionAsync(TestContext.Current.CancellationToken);
        await Bench.RunAsync();
        Bench.Restart();
        await Bench.RunAsync();
        (await Bench.Store.Database.GetVersionAsync(TestContext.Current.CancellationToken)).Should().Be(version);

        repository.Commit("a2", ("a/x", "2"));
        await Bench.FetchAsync();
        await Bench.RunAsync();

        var changed = await Bench.Store.Delivery.ReadInputAsync(version, TestContext.Current.CancellationToken);
        changed.Changed.Select(application => application.Id.Name).Should().Equal("a");
    }

    [Fact]
    public async Task Targets_may_be_branches_tags_and_commits()
    {
        var repository = Bench.NewRepository("origin", "main", "release");
        var first = repository.Commit("first", ("a/x", "1"));
        repository.Checkout("release");
        repository.Commit("release", ("a/x", "2"));
        repository.Checkout("main");
        var second = repository.Commit("second", ("a/x", "3"));
        repository.Commit("third", ("a/x", "4"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("branch", Source(repository, "a", first, "release")));
        await Bench.PutAsync(new DeliveryApp("commit", Source(repository, "a", first, second)));
        await Bench.PutAsync(new DeliveryApp("head", Source(repository, "a", second, "HEAD")));
        await Bench.PutAsync(new DeliveryApp("ref", Source(repository, "a", first, "refs/heads/release")));
        await Bench.PutAsync(new DeliveryApp("tag", Source(repository, "a", first, "v1") with { Desired = RevisionRef.Parse(second) }));
        await Bench.PutAsync(new DeliveryApp("unknown", Source(repository, "a", first, "v2")));

        await AssertAsync("""
            branch: Exactly, 1 behind, head release, paths FromGit
              paths: origin:a
              sources: origin
              pending: release
            commit: Exactly, 1 behind, head second, paths FromGit
              paths: origin:a
              sources: origin
              pending: second
            head: Exactly, 1 behind, head third, paths FromGit
              paths: origin:a
              sources: origin
              pending: third
            ref: Exactly, 1 behind, head release, paths FromGit
              paths: origin:a
              sources: origin
              pending: release
            tag: Exactly, 1 behind, head second, paths FromGit
              paths: origin:a
              sources: origin
              pending: second
            unknown: NoRevision, paths No
              notice: The operator has not said what should run.
              sources: origin
            """);
    }

    [Fact]
    public async Task Merged_commits_age_from_their_merge_on()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"));
        repository.Checkout("topic");
        repository.Commit("topic", ("a/x", "2"));
        repository.Checkout("main");
        repository.Merge("topic", "merge");
        var seconds = long.Parse(repository.Run("log", "-1", "--format=%ct"), CultureInfo.InvariantCulture);
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a", first)));
        await Bench.RunAsync();

        var state = (await Bench.Store.Delivery.ReadStatesAsync(TestContext.Current.CancellationToken)).Should().ContainSingle().Which;

        (state.CommitsBehind, state.OldestPending).Should().Be((1, DateTimeOffset.FromUnixTimeSeconds(seconds)));
    }

    [Fact]
    public async Task What_a_merge_itself_changed_counts()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"), ("b/x", "1"), ("c/x", "1"));
        repository.Checkout("topic");
        repository.Commit("topic", ("b/x", "2"));
        repository.Checkout("main");
        repository.Commit("main", ("c/x", "2"));
        repository.Run("merge", "--quiet", "--no-ff", "--no-commit", "topic");
        var merge = repository.Commit("merge", ("a/x", "3"));
        repository.Checkout("other");
        repository.Commit("other", ("b/x", "4"));
        repository.Checkout("main");
        repository.Commit("other way", ("b/x", "5"));
        repository.Run("merge", "--quiet", "--no-commit", "--strategy=ours", "other");
        repository.Commit("conflict", ("b/x", "6"));
        await Bench.FetchAsync();
        foreach (var folder in new[] { "a", "b", "c" }) await Bench.PutAsync(new DeliveryApp(folder, Source(repository, folder)));
        await Bench.DeployAsync("a", first);
        await Bench.DeployAsync("a", merge);
        await Bench.DeployAsync("b", merge);
        await Bench.DeployAsync("c", first);

        await AssertAsync("""
            a: Exactly, 0 behind, head conflict, paths FromGit
              paths: origin:a
              sources: origin
              deployed first: NoRevisionBefore
              deployed merge: Exactly 1 +merge
            b: Exactly, 3 behind, head conflict, paths FromGit
              paths: origin:b
              sources: origin
              pending: conflict other other way
              deployed merge: NoRevisionBefore
            c: Exactly, 1 behind, head conflict, paths FromGit
              paths: origin:c
              sources: origin
              pending: main
              deployed first: NoRevisionBefore
            """);
    }

    [Fact]
    public async Task Rewritten_history_still_tells_what_is_new()
    {
        var repository = Bench.NewRepository();
        repository.Commit("first", ("a/x", "1"));
        var lost = repository.Commit("lost", ("a/x", "2"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a", lost)));
        await Bench.RunAsync();
        repository.Reset("HEAD~1");
        var rewritten = repository.Commit("rewritten", ("a/x", "3"));
        await Bench.FetchAsync();
        await Bench.DeployAsync("a", lost);

        await AssertAsync("""
            a: Exactly, 1 behind, head rewritten, paths FromGit
              paths: origin:a
              sources: origin
              pending: rewritten
              deployed lost: NoRevisionBefore
            """);

        await Bench.DeployAsync("a", rewritten);
        await AssertAsync("""
            a: Exactly, 0 behind, head rewritten, paths FromGit
              paths: origin:a
              sources: origin
              deployed lost: NoRevisionBefore
              deployed rewritten: Exactly 1 +rewritten -lost
            """);
    }

    [Fact]
    public async Task More_commits_than_are_looked_through_are_said_to_be_too_many()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"));
        var stream = new System.Text.StringBuilder();
        for (var number = 0; number < 10_001; number++)
        {
            var from = number == 0 ? $"from {first}\n" : "";
            stream.Append($"commit refs/heads/main\ncommitter A <a@example.com> {1_790_000_000 + number} +0000\ndata 4\nmany\n{from}");
            stream.Append($"M 100644 inline a/x\ndata 1\n{number % 2}\n");
        }

        repository.Import(System.Text.Encoding.UTF8.GetBytes(stream.ToString()));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a", first)));

        await AssertAsync("""
            a: TooMany, head many, paths FromGit
              notice: More than 10000 commits of the application wait.
              paths: origin:a
              sources: origin
            """);
    }
}
