using System.Text;
using GrafanaGitOps.Service.Sources.Git;
using LibGit2Sharp;
using RepositoryOptions = GrafanaGitOps.Service.Sources.Git.RepositoryOptions;

namespace GrafanaGitOps.Service.Tests.Sources.Git;

public sealed class CommitFilesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_of_a_clone_without_blobs_are_fetched_all_in_one_request()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var first = repository.Commit("one", ("a/x", "first"), ("b", "b"));
        repository.Commit("two", ("a/x", "second"));
        var options = await CollectAsync(bench, repository);
        using var files = new CommitFiles(bench.DataDirectory, options, new GitTimeouts());
        var packs = Packs(bench);

        var root = files.FindRoot(first);
        var (x, b) = (files.Find(root!, "a/x")!.Value, files.Find(root!, "b")!.Value);
        var blobs = await files.ReadBlobsAsync([x.Id, b.Id], Cancellation);

        (Encoding.UTF8.GetString(blobs[x.Id]), Encoding.UTF8.GetString(blobs[b.Id])).Should().Be(("first", "b"));
        Packs(bench).Should().Be(packs + 1);
        files.Find(root!, "a/x/y").Should().BeNull();
        files.Find(root!, "c/d").Should().BeNull();
        files.FindFolder(root!, "a")!.Entries.Keys.Should().Equal("x");

        // A process that remembers nothing asks the remote for nothing.
        Directory.Move(repository.Folder, repository.Folder + "-away");
        Directory.CreateDirectory(repository.Folder);
        using var again = new CommitFiles(bench.DataDirectory, options, new GitTimeouts());
        (await again.ReadBlobsAsync([x.Id, b.Id], Cancellation)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Commit_that_is_not_here_is_null_and_reading_goes_on()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var commit = repository.Commit("one", ("a", "a"));
        var options = await CollectAsync(bench, repository);
        using var files = new CommitFiles(bench.DataDirectory, options, new GitTimeouts());

        files.FindRoot(new string('0', 39) + "1").Should().BeNull();
        files.FindRoot(commit).Should().NotBeNull();
    }

    [Fact]
    public async Task Blob_that_the_remote_does_not_have_is_an_error_and_reading_goes_on()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var commit = repository.Commit("one", ("a", "a"));
        var options = await CollectAsync(bench, repository);
        using var files = new CommitFiles(bench.DataDirectory, options, new GitTimeouts());

        await FluentActions.Awaiting(() => files.ReadBlobsAsync([new string('0', 39) + "1"], Cancellation))
            .Should().ThrowExactlyAsync<GitException>();

        var a = files.Find(files.FindRoot(commit)!, "a")!.Value;
        (await files.ReadBlobsAsync([a.Id], Cancellation)).Should().ContainSingle();
    }

    [Fact]
    public async Task Clone_that_is_not_there_yet_is_said()
    {
        await using var bench = await Workbench.CreateAsync();
        var options = new RepositoryOptions { Url = bench.File("origin") };
        using var files = new CommitFiles(bench.DataDirectory, options, new GitTimeouts());

        var error = FluentActions.Invoking(() => files.FindRoot(new string('a', 40))).Should().ThrowExactly<GitException>().Which;

        error.Message.Should().Be("The repository has not been fetched yet.");
    }

    [Fact]
    public async Task Reading_goes_on_while_the_clone_is_fetched_packed_and_made_anew()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one", ("a", "1"));
        var options = await CollectAsync(bench, repository);
        using var files = new CommitFiles(bench.DataDirectory, options, new GitTimeouts());
        for (var round = 2; round < 6; round++)
        {
            var commit = repository.Commit($"round {round}", ("a", $"{round}"));
            await CollectAsync(bench, repository);
            var a = files.Find(files.FindRoot(commit)!, "a")!.Value;
            Encoding.UTF8.GetString((await files.ReadBlobsAsync([a.Id], Cancellation))[a.Id]).Should().Be($"{round}");
            WorkRepository.RunIn(Clone(bench), [], ["gc", "--quiet", "--prune=now"]);
        }

        Directory.Delete(Path.GetDirectoryName(Clone(bench))!, recursive: true);
        bench.Restart();
        var last = repository.Commit("last", ("a", "last"));
        await CollectAsync(bench, repository);
        files.FindRoot(last).Should().NotBeNull();
    }

    [Fact]
    public async Task Packs_that_git_took_away_are_let_go()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var commits = new[] { repository.Commit("one", ("a", "1")), repository.Commit("two", ("a", "2")) };
        var options = await CollectAsync(bench, repository);
        using var files = new CommitFiles(bench.DataDirectory, options, new GitTimeouts());
        files.FindRoot(commits[0]).Should().NotBeNull();
        OpenPacks().Should().NotBeEmpty();

        WorkRepository.RunIn(Clone(bench), [], ["gc", "--quiet", "--prune=now"]);
        files.Close();
        OpenPacks().Should().BeEmpty();
        files.FindRoot(commits[1]).Should().NotBeNull();

        IEnumerable<string> OpenPacks() =>
            File.ReadLines("/proc/self/maps").Where(line => line.Contains(bench.DataDirectory, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Clone_of_another_owner_is_read()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can give a folder away");
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var commit = repository.Commit("one", ("a", "1"));
        var options = await CollectAsync(bench, repository);
        using (var chown = System.Diagnostics.Process.Start("chown", ["-R", "nobody", Clone(bench)])) await chown.WaitForExitAsync(Cancellation);

        using var files = new CommitFiles(bench.DataDirectory, options, new GitTimeouts());
        files.FindRoot(commit)!.Entries.Keys.Should().Equal("a");
    }

    [Fact]
    public async Task Library_reads_no_configuration_of_machine_or_account()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one");
        await CollectAsync(bench, repository);

        ConfigurationLevel[] levels = [ConfigurationLevel.System, ConfigurationLevel.Xdg, ConfigurationLevel.Global, ConfigurationLevel.ProgramData];
        levels.SelectMany(GlobalSettings.GetConfigSearchPaths).Should().OnlyContain(path => path.Length == 0);
    }

    [Fact]
    public async Task Collecting_and_reading_wait_for_each_other()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var commit = repository.Commit("one", ("a", "1"));
        var options = await CollectAsync(bench, repository);
        using var files = new CommitFiles(bench.DataDirectory, options, new GitTimeouts());
        var a = files.Find(files.FindRoot(commit)!, "a")!.Value;

        var held = await new Mirror(bench.DataDirectory, options, new GitTimeouts()).LockAsync(Cancellation);
        var reading = files.ReadBlobsAsync([a.Id], Cancellation);
        var collecting = bench.CollectAsync(options);
        (reading.IsCompleted || collecting.IsCompleted).Should().BeFalse();
        held.Dispose();

        (await reading).Should().ContainSingle();
        (await collecting).Error.Should().BeNull();
    }

    [Fact]
    public async Task Large_file_is_left_out_and_sha256_is_read()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository("wide", "--object-format=sha256");
        var commit = repository.Commit("one", ("large", new string('x', GitLimits.ReadBlob + 1)), ("small", "s"));
        var options = await CollectAsync(bench, repository);
        using var files = new CommitFiles(bench.DataDirectory, options, new GitTimeouts());

        var root = files.FindRoot(commit);
        var blobs = await files.ReadBlobsAsync([.. root!.Entries.Values.Select(entry => entry.Id)], Cancellation);

        Encoding.UTF8.GetString(blobs.Should().ContainSingle().Which.Value).Should().Be("s");
    }

    private static async Task<RepositoryOptions> CollectAsync(Workbench bench, WorkRepository repository)
    {
        var options = new RepositoryOptions { Url = repository.Folder };
        (await bench.CollectAsync(options)).Error.Should().BeNull();
        return options;
    }

    private static string Clone(Workbench bench) =>
        Directory.GetDirectories(Path.Combine(bench.DataDirectory, "repositories")).Single() + "/clone.git";

    private static int Packs(Workbench bench) => Directory.GetFiles(Path.Combine(Clone(bench), "objects/pack"), "*.pack").Length;
}
