using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Delivery;

public abstract partial class DeliveryContract
{
    [Fact]
    public async Task Deployment_brought_the_commits_since_the_one_before_that_touch_the_application()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"));
        repository.Commit("a2", ("a/x", "2"));
        repository.Commit("other", ("b/x", "2"));
        var fourth = repository.Commit("a4", ("a/x", "4"));
        var fifth = repository.Commit("a5", ("a/x", "5"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a")));
        await Bench.DeployAsync("a", first);
        await Bench.DeployAsync("a", fourth);
        await Bench.DeployAsync("a", fifth);
        await Bench.DeployAsync("a", first);

        await AssertAsync("""
            a: Exactly, 3 behind, head a5, paths FromGit
              paths: origin:a
              sources: origin
              pending: a2 a4 a5
              deployed first: NoRevisionBefore
              deployed a4: Exactly 2 +a2 +a4
              deployed a5: Exactly 1 +a5
              deployed first: Exactly 0 -a2 -a4 -a5
            """);
    }

    [Fact]
    public async Task Deployment_counts_the_paths_of_its_own_time()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("a/kustomization.yaml", "resources: [../old]"), ("old/x", "1"), ("new/x", "1"));
        repository.Commit("new-unused", ("new/x", "2"));
        var third = repository.Commit("old", ("old/x", "2"));
        repository.Commit("switch", ("a/kustomization.yaml", "resources: [../new]"));
        var fifth = repository.Commit("new", ("new/x", "3"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a")));
        await Bench.DeployAsync("a", first);
        await Bench.DeployAsync("a", third);
        await Bench.DeployAsync("a", fifth);

        await AssertAsync("""
            a: Exactly, 0 behind, head new, paths FromGit
              paths: origin:a/kustomization.yaml origin:new
              sources: origin
              deployed first: NoRevisionBefore
              deployed old: Exactly 1 +old
              deployed new: Exactly 2 +new +switch
            """);
    }

    [Fact]
    public async Task Commit_that_is_not_indexed_yet_is_waited_for()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"));
        await Bench.FetchAsync();
        var second = repository.Commit("second", ("a/x", "2"));
        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a")));
        await Bench.DeployAsync("a", first);
        await Bench.DeployAsync("a", second);

        var notice = $"Commit {second} is not (yet) indexed in repository origin: "
            + "it may be on a branch that is not configured, or newer than the last fetch.";
        await AssertAsync($"""
            a: RevisionNotIndexed, head first, paths FromGit
              notice: {notice}
              paths: origin:a
              sources: origin
              deployed first: NoRevisionBefore
              deployed (unknown): RevisionNotIndexed
            """);

        await Bench.FetchAsync();
        await AssertAsync("""
            a: Exactly, 0 behind, head second, paths FromGit
              paths: origin:a
              sources: origin
              deployed first: NoRevisionBefore
              deployed second: Exactly 1 +second
            """);
    }

    [Fact]
    public async Task Repository_that_is_configured_later_explains_what_was_before()
    {
        var repository = Bench.NewRepository();
        Bench.Git.Options.Repositories.Clear();
        var first = repository.Commit("first", ("a/x", "1"));
        var second = repository.Commit("second", ("a/x", "2"));
        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a")));
        await Bench.DeployAsync("a", first);
        await Bench.DeployAsync("a", second);

        await AssertAsync($"""
            a: RepositoryNotIndexed, paths No
              notice: No indexed repository has the URL file://{repository.Folder}: add it to git.repositories.
              sources: -
              deployed (unknown): RepositoryNotIndexed
              deployed (unknown): RepositoryNotIndexed
            """);

        Bench.Git.Options.Repositories.Add(new RepositoryOptions { Url = repository.Folder });
        await Bench.FetchAsync();
        await AssertAsync("""
            a: Exactly, 0 behind, head second, paths FromGit
              paths: origin:a
              sources: origin
              deployed first: NoRevisionBefore
              deployed second: Exactly 1 +second
            """);
    }

    [Fact]
    public async Task Deleted_application_is_forgotten_but_for_its_deployments_and_may_come_back()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"));
        var second = repository.Commit("second", ("a/x", "2"));
        repository.Commit("third", ("a/x", "3"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a")));
        await Bench.DeployAsync("a", first);
        await Bench.DeployAsync("a", second);
        await Bench.RunAsync();

        await Bench.DeleteAsync("a");
        await AssertAsync("""
            a: nothing
              sources: origin
              deployed first: NoRevisionBefore
              deployed second: Exactly 1 +second
            """);

        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a", first)));
        await AssertAsync("""
            a: Exactly, 2 behind, head third, paths FromGit
              paths: origin:a
              sources: origin
              pending: second third
              deployed first: NoRevisionBefore
              deployed second: Exactly 1 +second
            """);
    }

    [Fact]
    public async Task Remote_that_does_not_give_files_leaves_the_folder_and_is_asked_again()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("a/kustomization.yaml", "resources: [../base]"), ("base/x", "1"));
        repository.Commit("base", ("base/x", "2"));
        await Bench.FetchAsync();
        Directory.Move(repository.Folder, repository.Folder + "-away");
        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a", first)));
        await Bench.RunAsync();

        var state = (await Bench.Store.Delivery.ReadStatesAsync(TestContext.Current.CancellationToken)).Should().ContainSingle().Which;
        (state.PathsKnown, state.CommitsBehind).Should().Be((PathsKnown.FromSpec, 0));
        state.PathsNotice.Should().StartWith("git fetch failed: ");
        Bench.Git.Logs.Lines.Should().ContainSingle(line => line.Contains("origin: files of its commits cannot be read", StringComparison.Ordinal));

        Directory.Move(repository.Folder + "-away", repository.Folder);
        Bench.Tracker.IsDue.Should().BeFalse();
        Bench.Time.Advance(TimeSpan.FromMinutes(1));
        Bench.Tracker.IsDue.Should().BeTrue();
        await AssertAsync("""
            a: Exactly, 1 behind, head base, paths FromGit
              paths: origin:a/kustomization.yaml origin:base
              sources: origin
              pending: base
            """);
        Bench.Tracker.IsDue.Should().BeFalse();
    }
}
