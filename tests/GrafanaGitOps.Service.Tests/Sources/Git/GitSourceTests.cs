using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Tests.Sources.Git.History;
using GrafanaGitOps.Service.Tests.Storage;

namespace GrafanaGitOps.Service.Tests.Sources.Git;

public sealed class GitSourceTests(FixtureRepository fixtures)
{
    [Fact]
    public async Task Collect_first_pass_stores_commits_of_default_branch()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var first = repository.Commit("feat(web): first (#7)\n\nCloses ABC-12.\n\nCo-authored-by: Bob <bob@example.com>", ("app/web.yaml", "a"));
        var second = repository.Commit("Revert \"feat(web): first (#7)\"\n\nThis reverts commit " + first + ".", ("app/web.yaml", "b"), ("b", "b"));
        repository.Run("branch", "other");

        var state = await bench.CollectAsync(new RepositoryOptions { Url = repository.Folder });

        state.Error.Should().BeNull();
        (state.Name, state.DefaultBranch, state.Url).Should().Be(("origin", "main", repository.Folder));
        (state.Size > 0 && state.LastFetch is not null && state.LastFetchDuration > TimeSpan.Zero).Should().BeTrue();
        var rows = await bench.ReadAsync();
        rows.Select(row => row.Sha).Should().Equal(second, first);
        (rows[0].ChangeType, rows[0].Reverts.Single(), rows[0].Files).Should().Be(("revert", first, 2));
        (rows[1].ChangeType, rows[1].Scope, rows[1].PullRequest, rows[1].IssueKeys.Single()).Should().Be(("feat", "web", 7, "ABC-12"));
        rows[1].Branches.Should().Equal("main");
    }

    [Fact]
    public async Task Collect_whole_real_history_equals_git_log_row_by_row()
    {
        await using var bench = await Workbench.CreateAsync();
        var folder = fixtures.Get("k8s-gitops");

        var state = await bench.CollectAsync(new RepositoryOptions { Url = "file://" + folder });

        state.Error.Should().BeNull();
        var expected = IndependentLog.ReadRows(folder);
        var rows = (await StoredCommit.ReadAllAsync(bench.Store)).ConvertAll(IndependentLog.Describe);
        rows.Should().HaveCount(17_318);
        rows.Should().Equal(expected);
    }

    [Fact]
    public async Task Collect_again_without_news_changes_no_answer()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one");
        var options = new RepositoryOptions { Url = repository.Folder };
        var before = await bench.CollectAsync(options);
        var version = await bench.Store.Database.GetVersionAsync(TestContext.Current.CancellationToken);

        var after = await bench.CollectAsync(options);

        (await bench.Store.Database.GetVersionAsync(TestContext.Current.CancellationToken)).Should().Be(version);
        (after.LastFetch > before.LastFetch).Should().BeTrue();
    }

    [Fact]
    public async Task Collect_lost_clone_is_fetched_again_although_nothing_is_new()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var head = repository.Commit("one", ("app/web.yaml", "a"));
        var options = new RepositoryOptions { Url = repository.Folder };
        await bench.CollectAsync(options);
        var version = await bench.Store.Database.GetVersionAsync(TestContext.Current.CancellationToken);

        // As for a replica that takes over: the store knows all, and the clone is another's.
        Directory.Delete(Path.Combine(bench.DataDirectory, "repositories"), recursive: true);
        bench.Restart();
        (await bench.CollectAsync(options)).Error.Should().BeNull();

        using var files = new CommitFiles(bench.DataDirectory, options, bench.Options.Timeouts);
        files.FindRoot(head).Should().NotBeNull();
        (await bench.Store.Database.GetVersionAsync(TestContext.Current.CancellationToken)).Should().Be(version);
    }

    [Fact]
    public async Task Collect_lost_clone_reads_only_what_is_new()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one");
        repository.Commit("two");
        var options = new RepositoryOptions { Url = repository.Folder };
        await bench.CollectAsync(options);

        Directory.Delete(Path.Combine(bench.DataDirectory, "repositories"), recursive: true);
        repository.Commit("three");
        bench.Restart();
        await bench.CollectAsync(options);

        (await bench.SummarizeAsync()).Should().Equal("three [main]", "two [main]", "one [main]");
        bench.Logs.Lines[^1].Should().Contain("recorded 1 new commits");
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    public async Task Collect_forced_push_marks_what_vanished(string format)
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository("origin", $"--object-format={format}");
        repository.Commit("one");
        repository.Commit("two");
        var options = new RepositoryOptions { Url = repository.Folder };
        await bench.CollectAsync(options);

        repository.Reset("HEAD~1");
        repository.Commit("three");
        await bench.CollectAsync(options);

        (await bench.SummarizeAsync()).Should().Equal("three [main]", "two [] vanished", "one [main]");
    }

    [Fact]
    public async Task Collect_branches_come_and_go_as_configured()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one");
        repository.Checkout("release/1");
        repository.Commit("two");
        repository.Run("branch", "unwanted");
        var options = new RepositoryOptions { Url = repository.Folder, Branches = ["main", "release/*"] };
        await bench.CollectAsync(options);
        (await bench.SummarizeAsync()).Should().Equal("two [release/1]", "one [main release/1]");

        // "release" could not exist beside "release/1", here or at the remote.
        repository.Checkout("main");
        repository.Run("branch", "--quiet", "-D", "release/1");
        repository.Checkout("release");
        repository.Commit("three");
        options.Branches = ["main", "releas*"];
        bench.Restart();
        var state = await bench.CollectAsync(options);

        state.Error.Should().BeNull();
        (await bench.SummarizeAsync()).Should().Equal("three [release]", "two [] vanished", "one [main release]");
    }

    [Fact]
    public async Task Collect_lost_clone_and_forced_push_together_still_find_what_vanished()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one");
        repository.Commit("two");
        var options = new RepositoryOptions { Url = repository.Folder };
        await bench.CollectAsync(options);

        Directory.Delete(Path.Combine(bench.DataDirectory, "repositories"), recursive: true);
        repository.Reset("HEAD~1");
        repository.Commit("three");
        repository.Run("reflog", "expire", "--expire=now", "--all");
        repository.Run("gc", "--quiet", "--prune=now");
        bench.Restart();
        await bench.CollectAsync(options);

        (await bench.SummarizeAsync()).Should().Equal("three [main]", "two [] vanished", "one [main]");
    }

    [Fact]
    public async Task Collect_locks_of_a_killed_process_do_not_stop_it()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one");
        var options = new RepositoryOptions { Url = repository.Folder };
        await bench.CollectAsync(options);
        var clone = Directory.GetDirectories(Path.Combine(bench.DataDirectory, "repositories")).Single() + "/clone.git";
        foreach (var name in new[] { "HEAD.lock", "packed-refs.lock", "config.lock", "refs/heads/main.lock", "objects/pack/tmp_pack_x" }) await File.WriteAllTextAsync(Path.Combine(clone, name), "", TestContext.Current.CancellationToken);

        repository.Commit("two");
        bench.Restart();
        var state = await bench.CollectAsync(options);

        state.Error.Should().BeNull();
        (await bench.SummarizeAsync()).Should().Equal("two [main]", "one [main]");
        File.Exists(Path.Combine(clone, "objects/pack/tmp_pack_x")).Should().BeFalse();
    }

    [Fact]
    public async Task Collect_clone_holds_no_blobs_unless_lines_are_counted()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one", ("a", "1\n2\n"));
        repository.Commit("two", ("a", "1\n3\n4\n"));

        await bench.CollectAsync(new RepositoryOptions { Url = repository.Folder, Name = "plain" });
        await bench.CollectAsync(new RepositoryOptions { Url = repository.Folder, Name = "counted", LineCounts = true });

        (await bench.ReadAsync(new CommitFilter { Repositories = ["plain"] })).Should().AllSatisfy(row => row.Insertions.Should().BeNull());
        (await bench.ReadAsync(new CommitFilter { Repositories = ["counted"] })).Select(row => (row.Insertions!.Value, row.Deletions!.Value))
            .Should().Equal((2, 1), (2, 0));
        var clone = Directory.GetDirectories(Path.Combine(bench.DataDirectory, "repositories"), "plain-*").Single() + "/clone.git";
        var objects = System.Text.Encoding.UTF8.GetString(WorkRepository.RunIn(clone, [], ["cat-file", "--batch-all-objects", "--batch-check=%(objecttype)"]));
        objects.Should().NotContain("blob");
    }

    [Fact]
    public async Task Index_lines_that_cannot_be_counted_cost_a_notice_and_no_commit()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one", ("a", "1"));
        var options = new RepositoryOptions { Url = repository.Folder };
        await bench.CollectAsync(options);
        var id = await bench.Store.Repositories.UpsertAsync(new RepositoryState { Name = "again", Url = "" }, TestContext.Current.CancellationToken);

        var withoutBlobs = new Mirror(bench.DataDirectory, options, new GitTimeouts());
        var indexer = new RepositoryIndexer(withoutBlobs, bench.Store, new RepositoryOptions { Url = repository.Folder, LineCounts = true }, id);
        await indexer.RunAsync([], new HashSet<string>(), TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

        indexer.Notice.Should().Be("Lines are not counted in all commits, because the remote lacks some of the blobs.");
        (await bench.ReadAsync(new CommitFilter { Repositories = ["again"] })).Single().Insertions.Should().BeNull();
    }

    [Fact]
    public async Task Collect_remotes_of_other_shapes_are_read_or_explained()
    {
        await using var bench = await Workbench.CreateAsync();
        var empty = bench.NewRepository("empty");
        var wide = bench.NewRepository("wide", "--object-format=sha256");
        wide.Commit("sha256");
        var detached = bench.NewRepository("detached");
        detached.Commit("one");
        detached.Commit("two");
        detached.Run("checkout", "--quiet", "--detach");
        var refusing = bench.NewRepository("refusing");
        refusing.Commit("no filter");
        refusing.Run("config", "uploadpack.allowFilter", "false");
        WorkRepository.RunIn(bench.File(), [], ["clone", "--quiet", "--depth=1", "file://" + detached.Folder, bench.File("shallow")]);

        (await bench.CollectAsync(new RepositoryOptions { Url = empty.Folder })).Notice.Should().Be("The remote has no branches.");
        (await bench.CollectAsync(new RepositoryOptions { Url = wide.Folder })).Error.Should().BeNull();
        (await bench.CollectAsync(new RepositoryOptions { Url = detached.Folder })).DefaultBranch.Should().Be("main");
        (await bench.CollectAsync(new RepositoryOptions { Url = refusing.Folder })).Error.Should().BeNull();
        (await bench.CollectAsync(new RepositoryOptions { Url = bench.File("shallow"), Branches = ["*"] })).Error.Should().BeNull();
        (await bench.CollectAsync(new RepositoryOptions { Url = detached.Folder, Name = "narrow", Branches = ["nothing/*"] })).Notice
            .Should().Be("No branch matches \"nothing/*\".");
        var counts = (await bench.ReadAsync()).CountBy(row => row.Repository).OrderBy(pair => pair.Key, StringComparer.Ordinal);
        counts.Where(pair => pair.Key != "shallow").Select(pair => $"{pair.Key} {pair.Value}").Should().Equal("detached 2", "refusing 1", "wide 1");
    }

    [Fact]
    public async Task Run_one_broken_repository_does_not_hold_up_another()
    {
        var options = new GitOptions { PollInterval = TimeSpan.FromSeconds(1), Parallelism = 1 };
        await using var bench = await Workbench.CreateAsync(options);
        var repository = bench.NewRepository();
        repository.Commit("one");
        options.Repositories.Add(new RepositoryOptions { Url = bench.File("missing") });
        options.Repositories.Add(new RepositoryOptions { Url = repository.Folder });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var running = bench.Source.RunAsync(stop.Token);
        while (true)
        {
            var written = bench.Store.Database.WaitForWriteAsync(stop.Token);
            var rows = await bench.Store.Repositories.ReadAsync(stop.Token);
            if (rows.Any(row => row.State.Error is not null) && rows.Any(row => row.Commits == 1)) break;
            await written.WaitAsync(Wait.Patience, stop.Token);
        }

        await stop.CancelAsync();
        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();
        bench.Logs.Lines.Should().Contain(line => line.Contains("missing: git ls-remote failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_repository_that_is_asked_for_is_read_before_its_interval_ends()
    {
        var options = new GitOptions { PollInterval = TimeSpan.FromHours(1) };
        await using var bench = await Workbench.CreateAsync(options);
        var repository = bench.NewRepository();
        repository.Commit("one");
        options.Repositories.Add(new RepositoryOptions { Url = repository.Folder });
        bench.Source.RequestFetch("origin").Should().BeFalse("nothing runs yet");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = bench.Source.RunAsync(stop.Token);
        await UntilAsync(1);

        repository.Commit("two");
        bench.Source.RequestFetch("origin").Should().BeTrue();
        bench.Source.RequestFetch("other").Should().BeFalse();

        await UntilAsync(2);
        await stop.CancelAsync();
        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();

        async Task UntilAsync(int commits)
        {
            while (true)
            {
                var written = bench.Store.Database.WaitForWriteAsync(stop.Token);
                if ((await bench.ReadAsync()).Count == commits) return;
                await written.WaitAsync(TimeSpan.FromSeconds(60), stop.Token);
            }
        }
    }
}
