using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using static GrafanaGitOps.Service.Tests.Storage.Looks;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Application_with_all_that_it_can_have_is_stored_whole()
    {
        var result = await RecordAsync(FullLook.Change);

        (result.Applications, result.Attempts, result.Rejected.Count).Should().Be((1, 2, 0));
        Golden.Matches("GrafanaGitOps.Service.Tests/Storage/application.golden.txt", await LedgerDump.ReadAsync(Store));
    }

    /// <summary>An index entry of PostgreSQL holds 2,704 bytes, and less only of texts that it can pack.</summary>
    [Fact]
    public async Task Application_with_long_texts_is_stored_with_its_batch()
    {
        var random = new Random(20261122);
        string Long() => string.Concat(Enumerable.Range(0, 5_000).Select(_ => (char)random.Next('!', '~')));

        var result = await RecordAsync(
            Look(0, "other"),
            (Look(0) with { Environment = Production with { Environment = Long() } }).With(
                state => state with { Project = Long(), Destination = new Destination(Long(), Long(), Long()) }));

        (result.Applications, result.Rejected.Count).Should().Be((2, 0));
    }

    [Fact]
    public async Task Look_that_says_the_same_again_writes_nothing()
    {
        await RecordAsync(FullLook.Change);
        var (version, before) = (await Store.Database.GetVersionAsync(Cancellation), await LedgerDump.ReadAsync(Store));
        var write = Store.Database.WaitForWriteAsync(Cancellation);

        var result = await RecordAsync(FullLook.Change with { Moment = Moment.Between(At(1), At(600)) });

        (result.Applications, result.Attempts).Should().Be((0, 0));
        (await LedgerDump.ReadAsync(Store)).Should().Be(before);
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version);
        write.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Look_that_tells_only_that_the_operator_looked_is_stored_and_changes_no_answer()
    {
        await RecordAsync(Look(0));
        var (version, write) = (await Store.Database.GetVersionAsync(Cancellation), Store.Database.WaitForWriteAsync(Cancellation));

        var result = await RecordAsync(Look(5).With(state => state with { LastLooked = At(4), ResourceVersion = "2" }));

        (result.Applications, result.Attempts).Should().Be((0, 0));
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version);
        await write;
        (await QueryAsync<(long, string, long, long)>(
            "SELECT changed_in, resource_version, last_looked, observed_at FROM applications")).Should().Be(
            (version, "2", At(4).ToUnixTimeMilliseconds(), At(5).ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task Any_other_change_is_an_answer_of_the_next_version()
    {
        await RecordAsync(Look(0), Look(0, "other"));
        var version = await Store.Database.GetVersionAsync(Cancellation);
        var service = new ResourceState("", "Service", "shop", "web", null, null, false);
        ApplicationChange[] changes =
        [
            Look(1).With(state => state with { Message = "text" }),
            Look(2) with { Environment = Production with { Environment = "staging" } },
            Look(3).With(state => state with { Labels = new Dictionary<string, string> { ["team"] = "a" } }),
            Look(4).With(state => state with { Sources = [new ApplicationSource { RepoUrl = "https://example.org/a.git" }] }),
            Look(5).With(state => state with { Resources = new ResourceInventory { Items = [service] } }),
            Look(6).With(Sync(1, "1.0.0")),
            Look(7).With(state => state with { Sync = SyncStatus.OutOfSync }),
            Deletion(8),
        ];

        foreach (var (index, change) in changes.Index())
        {
            (await RecordAsync(change)).Applications.Should().Be(1);
            (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version + index + 1);
            (await QueryAsync<long>("SELECT changed_in FROM applications WHERE name = 'shop'")).Should().Be(version + index + 1);
        }

        (await QueryAsync<long>("SELECT changed_in FROM applications WHERE name = 'other'")).Should().Be(version);
    }

    [Fact]
    public async Task Application_that_cannot_be_recorded_is_left_out_alone()
    {
        var names = new string('n', 800);
        var result = await RecordAsync(
            Look(0, "one"), Look(0, names), Look(0, ""), Look(0, uid: ""), Look(0) with { Environment = null }, Look(0, "zero\0"));

        result.Applications.Should().Be(2);
        result.Rejected.Select(one => (one.Application.Name, one.Reason)).Should().Equal(
            [
                (names, "its names have 826 characters, more than 800"),
                ("", "its cluster, operator, kind or name is empty"),
                ("shop", "its object has no uid"),
                ("shop", "no environment was decided for it"),
            ]);
        var known = await Store.Applications.ReadKnownAsync("hub", "Application", Cancellation);
        known.Select(one => one.Name).Should().Equal("one", "zero\uFFFD");
        const string logged = "Application argocd/shop of cluster hub was not recorded: its object has no uid";
        _logs.Lines.Should().Contain(line => line.Contains(logged, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Known_applications_are_those_of_the_kind_in_the_cluster_now()
    {
        await RecordAsync(
            Look(0, "b"), Look(0, "a"), Look(0, "gone"), Look(0, "other") with { Application = Id("other") with { Cluster = "edge" } },
            Look(0, "kind") with { Application = Id("kind") with { Kind = "Kustomization" } });
        await RecordAsync(Deletion(1, "gone"), Look(2, "a").With(state => state with { ResourceVersion = "7" }));

        (await Store.Applications.ReadKnownAsync("hub", "Application", Cancellation))
            .Should().Equal(new KnownApplication("argocd", "a", "uid-1", "7"), new KnownApplication("argocd", "b", "uid-1", "1"));
    }

    [Fact]
    public async Task Source_keeps_its_repository_while_its_url_stays()
    {
        var source = new ApplicationSource { RepoUrl = "https://example.org/a.git", Path = "a" };
        await RecordAsync(Look(0).With(state => state with { Sources = [source, source with { Path = "b" }, source] }));
        await ExecuteAsync("UPDATE application_sources SET repository_id = 5 + position");

        ApplicationSource[] changed = [source with { Path = "c" }, source with { RepoUrl = "https://example.org/b.git" }];
        await RecordAsync(Look(1).With(state => state with { Sources = changed }));

        (await QueryAllAsync<(long, string, long?)>("SELECT position, path, repository_id FROM application_sources ORDER BY position"))
            .Should().Equal((0, "c", 5L), (1, "a", null));
    }

    [Fact]
    public async Task Batch_larger_than_a_part_is_one_transaction()
    {
        var version = await Store.Database.GetVersionAsync(Cancellation);
        var looks = Enumerable.Range(0, 1_100).Select(number => Look(0, $"app-{number % 1_050}").With(Sync(1, "1.0.0"))).ToArray();

        var result = await RecordAsync(looks);

        (result.Applications, result.Attempts).Should().Be((1_050, 1_050));
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version + 1);
        (await QueryAsync<(long, long, long)>("SELECT count(*), min(changed_in), max(changed_in) FROM applications")).Should().Be(
            (1_050, version + 1, version + 1));
    }

    private Task<RecordResult> RecordAsync(params ApplicationChange[] changes) => Store.Applications.RecordAsync(changes, Cancellation);

    private async Task<T> QueryAsync<T>(string sql) => (await QueryAllAsync<T>(sql)).Should().ContainSingle().Which;

    private async Task<List<T>> QueryAllAsync<T>(string sql)
    {
        await using var lease = await Store.Database.Engine.OpenReaderAsync(Cancellation);
        return (await lease.Connection.QueryAsync<T>(sql)).AsList();
    }
}
