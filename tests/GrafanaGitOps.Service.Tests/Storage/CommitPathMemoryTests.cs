using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Tests.Storage;

public sealed class CommitPathMemoryTests
{
    [Fact]
    public void What_is_asked_for_stays_and_the_rest_makes_room()
    {
        // Each commit counts 64 bytes and 32 for its path and 2 for each of its two letters: ten fit into one half.
        var memory = new CommitPathMemory(2_000);
        for (var commit = 1; commit <= 10; commit++) memory.Add(commit, ["ab"]);
        memory.Add(11, ["ab"]);
        memory.Find(3).Should().NotBeNull();
        for (var commit = 12; commit <= 20; commit++) memory.Add(commit, ["ab"]);

        Enumerable.Range(1, 20).Where(commit => memory.Find(commit) is not null).Should().Equal([3, .. Enumerable.Range(11, 10)]);
    }

    [Fact]
    public void A_commit_without_paths_is_known_and_one_that_is_larger_than_half_is_not_kept()
    {
        var memory = new CommitPathMemory(2_000);
        memory.Add(1, []);
        memory.Add(2, [new string('a', 600)]);

        memory.Find(1).Should().BeEmpty();
        memory.Find(2).Should().BeNull();
    }
}
