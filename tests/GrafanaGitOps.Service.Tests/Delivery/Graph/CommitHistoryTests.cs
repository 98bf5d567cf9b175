using System.Security.Cryptography;
using System.Text;
using GrafanaGitOps.Service.Delivery.Graph;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Delivery.Graph;

/// <summary>Ranges of histories that git itself counts too.</summary>
public sealed class CommitHistoryTests(FixtureRepository fixtures)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ranges_of_a_real_history_are_those_of_rev_list()
    {
        await using var bench = await Workbench.CreateAsync();
        var folder = fixtures.Get("k8s-gitops");
        var history = await LoadAsync(bench, folder);
        var all = Git(folder, "rev-list", "HEAD");
        all.Should().HaveCount(17_318);
        var random = new Random(20261123);
        for (var round = 0; round < 60; round++)
        {
            // Near each other, as deployments are, and far.
            var place = random.Next(all.Length);
            var far = round % 2 == 0 ? 50 : all.Length;
            var other = Math.Clamp(place + random.Next(-far, far), 0, all.Length - 1);
            AssertRange(history, folder, all[place], all[other]);
        }
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 40)]
    [InlineData(3, 40)]
    [InlineData(4, 90)]
    public async Task Ranges_and_merge_times_of_random_histories_are_those_of_git(int seed, int commits)
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Import(RandomHistory(new Random(seed), commits));
        repository.Run("symbolic-ref", "HEAD", $"refs/heads/c{commits - 1}");
        var history = await LoadAsync(bench, repository.Folder, "*");
        var all = Git(repository.Folder, "rev-list", "--all");
        all.Should().HaveCount(commits);
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var (from, to) = (all[random.Next(all.Length)], all[random.Next(all.Length)]);
            AssertRange(history, repository.Folder, from, to);
            var range = history.Between(history.Find(from), history.Find(to));
            foreach (var (sha, time) in MergeTimes(repository.Folder, from, to))
                (range.MergedAt(history.Find(sha)) / 1_000).Should().Be(time);
            var isAncestor = Git(repository.Folder, "rev-list", "--max-count=1", from, "^" + to).Length == 0;
            history.IsAncestor(history.Find(from), history.Find(to)).Should().Be(isAncestor);
        }
    }

    [Fact]
    public async Task History_grows_with_pushes_and_keeps_what_a_forced_push_took_away()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var first = repository.Commit("one", ("a", "1"));
        var options = new RepositoryOptions { Url = repository.Folder };
        await bench.CollectAsync(options);
        var id = await RepositoryIdAsync(bench, options);
        var history = new CommitHistory(id);
        await history.LoadAsync(bench.Store, Cancellation);
        history.Between(history.Find(first), history.Find(first)).IsEmpty.Should().BeTrue();

        repository.Checkout("topic");
        var topic = repository.Commit("topic", ("b", "1"));
        repository.Checkout("main");
        var second = repository.Commit("two", ("a", "2"));
        var merge = repository.Merge("topic", "merge");
        await bench.CollectAsync(options);
        await history.LoadAsync(bench.Store, Cancellation);

        var range = history.Between(history.Find(first), history.Find(merge));
        new[] { first, topic, second, merge }.Where(sha => range.Contains(history.Find(sha))).Should().Equal(topic, second, merge);
        range.MergedAt(history.Find(topic)).Should().Be(range.MergedAt(history.Find(merge)));
        history.Graph.ChangesFiles(history.Find(merge)).Should().BeFalse();
        history.IsOnChain(history.Find(second), history.Find(merge)).Should().BeTrue();
        history.IsOnChain(history.Find(topic), history.Find(merge)).Should().BeFalse();

        repository.Reset(first);
        var third = repository.Commit("three", ("a", "3"));
        await bench.CollectAsync(options);
        await history.LoadAsync(bench.Store, Cancellation);

        var rewritten = history.Between(history.Find(merge), history.Find(third));
        rewritten.Contains(history.Find(third)).Should().BeTrue();
        (rewritten.Contains(history.Find(first)) || rewritten.Contains(history.Find(second))).Should().BeFalse();
        history.Between(history.Find(third), history.Find(merge)).Contains(history.Find(topic)).Should().BeTrue();
    }

    [Fact]
    public void Half_a_million_commits_take_well_under_100_megabytes()
    {
        const int commits = 500_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var graph = new CommitGraph();
        var (id, parents) = (new byte[20], new byte[40]);
        for (var number = 1; number <= commits; number++)
        {
            // Spread as object ids are.
            IdOf(number).CopyTo(id);
            IdOf(number - 1).CopyTo(parents);
            IdOf(number - 2).CopyTo(parents.AsSpan(20));
            var length = number == 1 ? 0 : number % 5 == 0 ? 40 : 20;
            graph.Add(number, id, parents.AsSpan(0, length), number * 1_000L, changes: true);
        }

        var lineage = new Lineage(graph, graph.Find(id));
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;

        lineage.Length.Should().Be(commits);
        used.Should().BeInRange(0, 64 << 20);
        GC.KeepAlive(graph);
    }

    private static ReadOnlySpan<byte> IdOf(int number) => SHA256.HashData(BitConverter.GetBytes(number)).AsSpan(0, 20);

    private static void AssertRange(CommitHistory history, string folder, string from, string to)
    {
        var expected = Git(folder, "rev-list", $"{from}..{to}").Order(StringComparer.Ordinal);
        var range = history.Between(history.Find(from), history.Find(to));
        var actual = Enumerable.Range(0, history.Graph.Count).Where(commit => history.Graph.IsStored(commit) && range.Contains(commit))
            .Select(history.Sha).Order(StringComparer.Ordinal);
        actual.Should().Equal(expected);
    }

    /// <summary>By git alone: the commits that each first-parent commit brought, from the oldest on.</summary>
    private static Dictionary<string, long> MergeTimes(string folder, string from, string to)
    {
        var times = new Dictionary<string, long>();
        foreach (var line in Git(folder, "log", "--first-parent", "--reverse", "--format=%H %ct", to))
        {
            var (commit, time) = (line.Split(' ')[0], long.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
            foreach (var brought in Git(folder, "rev-list", commit, "^" + from)) times.TryAdd(brought, Math.Max(0, time));
        }

        return times;
    }

    /// <summary>Commits with up to four parents among those before, several roots, and clocks that go wrong.</summary>
    private static byte[] RandomHistory(Random random, int commits)
    {
        var stream = new StringBuilder();
        for (var number = 0; number < commits; number++)
        {
            var time = 1_700_000_000 + (number * 60) + random.Next(-600, 600);
            stream.Append($"commit refs/heads/c{number}\nmark :{number + 1}\ncommitter A <a@example.com> {time} +0000\ndata 1\nx\n");
            var parents = Enumerable.Range(0, number == 0 || random.Next(15) == 0 ? 0 : random.Next(6) == 0 ? random.Next(2, 5) : 1)
                .Select(_ => Math.Max(1, number - random.Next(0, 6))).Distinct().ToList();
            for (var place = 0; place < parents.Count; place++) stream.Append($"{(place == 0 ? "from" : "merge")} :{parents[place]}\n");
            stream.Append($"M 100644 inline f{number}\ndata 1\nx\n\n");
        }

        return Encoding.UTF8.GetBytes(stream.ToString());
    }

    private static async Task<CommitHistory> LoadAsync(Workbench bench, string folder, params string[] branches)
    {
        var options = new RepositoryOptions { Url = "file://" + folder, Branches = [.. branches] };
        (await bench.CollectAsync(options)).Error.Should().BeNull();
        var history = new CommitHistory(await RepositoryIdAsync(bench, options));
        await history.LoadAsync(bench.Store, Cancellation);
        return history;
    }

    private static Task<long> RepositoryIdAsync(Workbench bench, RepositoryOptions options) =>
        bench.Store.Repositories.UpsertAsync(new RepositoryState { Name = options.Name, Url = options.Url }, Cancellation);

    private static string[] Git(string folder, params string[] arguments) =>
        Encoding.UTF8.GetString(WorkRepository.RunIn(folder, [], arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
