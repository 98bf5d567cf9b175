using System.Text;
using GrafanaGitOps.Service.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Sources.Git;

/// <summary>Repositories and settings that mean harm.</summary>
public sealed class HostileTests
{
    [Theory]
    [InlineData("-oProxyCommand=touch x")]
    [InlineData("--upload-pack=touch x")]
    [InlineData("ext::sh -c touch% x")]
    [InlineData("EXT::sh")]
    [InlineData("fd::17")]
    [InlineData("ssh://-oProxyCommand=touch/x")]
    [InlineData("ssh://-l@host/x")]
    [InlineData("-host:path")]
    [InlineData("host:-path")]
    [InlineData("https://host/a%0ab")]
    [InlineData("https://host/a\nb")]
    [InlineData("ftp://host/x")]
    [InlineData("file://host/x")]
    [InlineData("https://")]
    [InlineData("")]
    public async Task Url_that_could_do_harm_is_refused_by_configuration_and_by_the_source(string url)
    {
        var options = new GitOptions { Repositories = [new RepositoryOptions { Name = "hostile", Url = url }] };
        var errors = new List<string>();
        options.Validate("git", errors);
        errors.Should().ContainSingle().Which.Should().StartWith("git.repositories[0].url ");

        await using var bench = await Workbench.CreateAsync();
        await FluentActions.Awaiting(() => bench.CollectAsync(options.Repositories[0])).Should().ThrowExactlyAsync<GitException>();
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/proc/self/environ")]
    [InlineData("file:///dev/null")]
    public async Task Url_of_a_special_file_is_an_error_and_no_more(string url)
    {
        await using var bench = await Workbench.CreateAsync();

        var state = await bench.CollectAsync(new RepositoryOptions { Url = url, Name = "special" });

        state.Error.Should().Contain("there is no repository: see the URL");
    }

    [Fact]
    public async Task Repository_that_would_run_programs_runs_none()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one", (".gitattributes", "* diff=evil filter=evil\n"), (".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = ext::sh -c touch% evil\n"), ("a", "a"));
        var trap = bench.File("trap");
        var program = $"touch {trap}";
        foreach (var hook in new[] { "reference-transaction", "pre-auto-gc", "post-checkout", "fsmonitor-watchman" })
        {
            var path = Path.Combine(repository.Folder, ".git/hooks", hook);
            await File.WriteAllTextAsync(path, $"#!/bin/sh\n{program}\n", TestContext.Current.CancellationToken);
            repository.Run("-c", $"alias.arm=!chmod +x '{path}'", "arm");
        }

        foreach (var key in new[] { "core.fsmonitor", "core.sshCommand", "core.pager", "diff.evil.textconv", "diff.external", "filter.evil.smudge", "uploadpack.packObjectsHook", "core.alternateRefsCommand", "credential.helper", "remote.origin.uploadpack" })
            repository.Run("config", key, program);
        // A partial clone whose missing objects would be fetched by the program above.
        repository.Run("config", "remote.origin.url", repository.Folder);
        repository.Run("config", "remote.origin.promisor", "true");

        File.Delete(trap);
        var state = await bench.CollectAsync(new RepositoryOptions { Url = repository.Folder, LineCounts = true });
        File.Exists(trap).Should().BeFalse("a program of the repository ran at the first fetch");
        repository.Run("-c", "core.fsmonitor=false", "commit", "--quiet", "--allow-empty", "-m", "two");
        File.Delete(trap);
        state = await bench.CollectAsync(new RepositoryOptions { Url = repository.Folder, LineCounts = true });

        state.Error.Should().BeNull();
        File.Exists(trap).Should().BeFalse("a program of the repository ran at the next fetch");
        (await bench.SummarizeAsync()).Should().Equal("two [main]", "one [main]");
    }

    [Fact]
    public async Task Branches_with_odd_names_are_read_or_left_out()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var sha = repository.Commit("one");
        repository.Run("update-ref", "refs/heads/-n", sha);
        repository.Run("update-ref", "refs/heads/--upload-pack=touch", sha);
        repository.Run("update-ref", "refs/heads/ünï/'$(id)`;", sha);
        await File.WriteAllTextAsync(Path.Combine(repository.Folder, ".git/packed-refs"), $"# pack-refs with: peeled fully-peeled sorted \n{sha} refs/heads/bad\u00ff\n", Encoding.Latin1, TestContext.Current.CancellationToken);

        var state = await bench.CollectAsync(new RepositoryOptions { Url = repository.Folder, Branches = ["*"] });

        state.Error.Should().BeNull();
        (await bench.ReadAsync()).Single().Branches.Where(name => !name.StartsWith("bad", StringComparison.Ordinal))
            .Should().Equal("--upload-pack=touch", "-n", "main", "ünï/'$(id)`;");
    }

    [Fact]
    public async Task Folder_of_another_owner_is_read_when_it_is_configured()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can give a folder away");
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one");
        using (var chown = System.Diagnostics.Process.Start("chown", ["-R", "nobody", repository.Folder])) await chown.WaitForExitAsync(TestContext.Current.CancellationToken);

        (await bench.CollectAsync(new RepositoryOptions { Url = repository.Folder })).Error.Should().BeNull();
    }

    [Fact]
    public async Task Commit_of_100000_files_streams_through()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var stream = new StringBuilder("blob\nmark :1\ndata 2\nx\n\ncommit refs/heads/main\ncommitter A <a@example.com> 1700000000 +0000\ndata 5\nlarge\n");
        for (var index = 0; index < 100_000; index++) stream.Append($"M 100644 :1 folder{index % 100}/file{index}\n");
        repository.Import(Encoding.UTF8.GetBytes(stream.ToString()));

        var state = await bench.CollectAsync(new RepositoryOptions { Url = repository.Folder });

        state.Error.Should().BeNull();
        (await bench.ReadAsync()).Single().Files.Should().Be(100_000);
    }
}
