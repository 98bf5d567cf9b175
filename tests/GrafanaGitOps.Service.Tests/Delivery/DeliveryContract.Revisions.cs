using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Delivery;

public abstract partial class DeliveryContract
{
    [Fact]
    public async Task Beginning_of_a_commit_id_leads_to_the_commit_wherever_it_stands()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"));
        var second = repository.Commit("second", ("a/x", "2"));
        repository.Commit("third", ("a/x", "3"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("deployed", Source(repository, "a", first[..9])));
        await Bench.PutAsync(new DeliveryApp("pinned", Source(repository, "a", first, second[..7].ToUpperInvariant())));
        await Bench.PutAsync(new DeliveryApp("said", Source(repository, "a", first, "1.x") with { Desired = RevisionRef.Parse(second[..8]) }));
        await Bench.PutAsync(new DeliveryApp("synced", Source(repository, "a")));
        await Bench.DeployAsync("synced", first[..8]);
        await Bench.DeployAsync("synced", second[..8]);
        await Bench.PutAsync(new DeliveryApp("unknown", Source(repository, "a", new string('0', 12))));

        await AssertAsync($"""
            deployed: Exactly, 2 behind, head third, paths FromGit
              paths: origin:a
              sources: origin
              pending: second third
            pinned: Exactly, 1 behind, head second, paths FromGit
              paths: origin:a
              sources: origin
              pending: second
            said: Exactly, 1 behind, head second, paths FromGit
              paths: origin:a
              sources: origin
              pending: second
            synced: Exactly, 1 behind, head third, paths FromGit
              paths: origin:a
              sources: origin
              pending: third
              deployed {first[..8]}: NoRevisionBefore
              deployed {second[..8]}: Exactly 1 +second
            unknown: RevisionNotIndexed, head third, paths FromGit
              notice: Commit 000000000000 is not (yet) indexed in repository origin: it may be on a branch that is not configured, or newer than the last fetch.
              paths: origin:a
              sources: origin
            """);
    }

    [Fact]
    public async Task Tags_lead_to_their_commits_whether_they_have_an_object_of_their_own_or_not()
    {
        var repository = Bench.NewRepository();
        repository.Commit("first", ("a/x.yaml", "1"));
        repository.Run("tag", "--annotate", "--message", "one", "v1");
        var second = repository.Commit("second", ("a/x.yaml", "2"));
        repository.Run("tag", "--annotate", "--message", "two", "v2");
        repository.Run("tag", "--annotate", "--message", "two again", "stable/latest", "v2");
        repository.Run("tag", "light");
        repository.Commit("third", ("a/x.yaml", "3"));
        var (one, two, nested) = (ObjectOf(repository, "v1"), ObjectOf(repository, "v2"), ObjectOf(repository, "stable/latest"));
        await Bench.FetchAsync();
        await PutFluxAsync("flux", "Kustomization", Source(repository, "a", $"v1@sha1:{one}", "v2") with { Desired = RevisionRef.Parse($"v2@sha1:{second}") });
        await Bench.PutAsync(new DeliveryApp("light", Source(repository, "a", one, "light")));
        await Bench.PutAsync(new DeliveryApp("nested", Source(repository, "a", nested[..10], "stable/latest") with { Desired = RevisionRef.Parse(nested) }));
        await Bench.PutAsync(new DeliveryApp("pinned", Source(repository, "a", one, two)));
        await Bench.PutAsync(new DeliveryApp("range", Source(repository, "a", one, ">=1.0.0 <3") with { Desired = RevisionRef.Parse(two) }));
        await Bench.PutAsync(new DeliveryApp("ref", Source(repository, "a", one, "refs/tags/v2")));
        await Bench.PutAsync(new DeliveryApp("synced", Source(repository, "a", target: "v2")));
        await Bench.DeployAsync("synced", one);
        await Bench.DeployAsync("synced", two);

        const string behind = """
             Exactly, 1 behind, head second, paths FromGit
              paths: origin:a
              sources: origin
              pending: second
            """;
        const string there = """
             Exactly, 0 behind, head second, paths FromGit
              paths: origin:a
              sources: origin
            """;
        await AssertAsync($"""
            flux: Exactly, 1 behind, head second, paths FromGit
              paths: origin:a/x.yaml
              sources: origin
              pending: second
            light:{behind}
            nested:{there}
            pinned:{behind}
            range:{behind}
            ref:{behind}
            synced:{there}
              deployed (unknown): NoRevisionBefore
              deployed (unknown): Exactly 1 +second
            """);
    }

    [Fact]
    public async Task Tag_that_comes_or_moves_without_a_push_to_a_branch_is_seen_and_its_old_object_stays_known()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"));
        var second = repository.Commit("second", ("a/x", "2"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("a", Source(repository, "a", target: "live")));
        await Bench.RunAsync();
        repository.Run("tag", "--annotate", "--message", "one", "live", first);
        var old = ObjectOf(repository, "live");
        await Bench.FetchAsync();
        await Bench.DeployAsync("a", old);
        await AssertAsync("""
            a: Exactly, 0 behind, head first, paths FromGit
              paths: origin:a
              sources: origin
              deployed (unknown): NoRevisionBefore
            """);

        repository.Run("tag", "--force", "--annotate", "--message", "two", "live", second);
        await Bench.FetchAsync();
        Bench.Restart();

        await AssertAsync("""
            a: Exactly, 1 behind, head second, paths FromGit
              paths: origin:a
              sources: origin
              pending: second
              deployed (unknown): NoRevisionBefore
            """);
    }

    [Fact]
    public async Task Names_and_digests_that_lead_to_no_commit_say_why()
    {
        var repository = Bench.NewRepository("origin", "main", "release/2026/q1");
        var first = repository.Commit("first", ("a/x", "1"));
        repository.Checkout("release/2026/q1");
        repository.Commit("release", ("a/x", "2"));
        repository.Checkout("main");
        await Bench.FetchAsync();
        var digest = new string('c', 64);
        await Bench.PutAsync(new DeliveryApp("artifact", Source(repository, "a", $"sha256:{digest}")));
        await Bench.PutAsync(new DeliveryApp("head", Source(repository, "a", "HEAD")));
        await Bench.PutAsync(new DeliveryApp("name", Source(repository, "a", "release/2026/q1")));
        await Bench.PutAsync(new DeliveryApp("slashes", Source(repository, "a", $"release/2026/q1@sha1:{first}", "release/2026/q1")));

        await AssertAsync($"""
            artifact: NotGit, head first, paths FromGit
              notice: Revision sha256:{digest} is an artifact's digest and names no commit of repository origin.
              paths: origin:a
              sources: origin
            head: NotGit, head first, paths FromGit
              notice: Revision HEAD is a name, and nobody wrote down which commit it stood for then.
              paths: origin:a
              sources: origin
            name: NotGit, head first, paths FromGit
              notice: Revision release/2026/q1 is a name, and nobody wrote down which commit it stood for then.
              paths: origin:a
              sources: origin
            slashes: Exactly, 1 behind, head release, paths FromGit
              paths: origin:a
              sources: origin
              pending: release
            """);
    }

    private static string ObjectOf(WorkRepository repository, string tag) => repository.Run("rev-parse", $"refs/tags/{tag}").Trim();
}
