using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using static GrafanaGitOps.Service.Tests.Storage.Looks;
using ApplicationId = GrafanaGitOps.Service.Events.ApplicationId;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Statuses_follow_each_change_of_the_ledger()
    {
        var seed = new LedgerSeed(Store);
        var (web, api) = (await seed.ApplicationAsync("web"), await seed.ApplicationAsync("api"));
        (await StatusesAsync()).Should().Equal("api Synced", "web Synced");

        await seed.ChangeAsync(web, $"sync = {(int)SyncStatus.OutOfSync}");
        (await StatusesAsync()).Should().Equal("api Synced", "web OutOfSync");

        await seed.ChangeAsync(api, "deleted_at = 1");
        (await StatusesAsync()).Should().Equal("web OutOfSync");

        await seed.ChangeAsync(api, "deleted_at = NULL");
        (await StatusesAsync()).Should().Equal("api Synced", "web OutOfSync");
    }

    [Fact]
    public async Task Status_shows_the_last_look_although_it_makes_no_version()
    {
        // The other one has its own memory, as another replica does.
        await using var other = await OpenAsync();
        await RecordAsync(Look(0), Look(0, "zoo"));
        (await LastLooksAsync(Store)).Should().Be((At(0), At(0)));
        (await LastLooksAsync(other)).Should().Be((At(0), At(0)));

        await RecordAsync(Looked(1));
        (await LastLooksAsync(Store)).Should().Be((At(1), At(0)));
        await RecordAsync(Looked(2), Look(3, "zoo").With(state => state with { Message = "changed", LastLooked = At(3) }), Look(4, "new one"));
        (await LastLooksAsync(Store)).Should().Be((At(2), At(3)));
        (await LastLooksAsync(other)).Should().Be((At(2), At(3)));

        ApplicationChange Looked(int minute) => Look(minute).With(state => state with { LastLooked = At(minute), ResourceVersion = $"{minute}" });

        async Task<(DateTimeOffset? Shop, DateTimeOffset? Zoo)> LastLooksAsync(Store store)
        {
            var looks = (await store.Applications.ReadAsync(new ApplicationFilter(), Cancellation)).ToDictionary(
                look => look.Status.Application.Name, look => look.LastLooked);
            return (looks["shop"], looks["zoo"]);
        }
    }

    [Fact]
    public async Task Status_of_every_column_is_read_as_it_was_written()
    {
        var (seed, at) = (new LedgerSeed(Store), LedgerSeed.Epoch);
        var repository = await AddAsync(Commits.Number(1), Commits.Number(2) with { PullRequest = 7 });
        var web = await seed.ApplicationAsync(
            "web", ("project", "p"), ("environment", "e"), ("destination_namespace", "d"), ("created_at", at), ("health_since_not_before", null),
            ("look_interval", TimeSpan.FromMinutes(3)), ("operation_phase", SyncPhase.Succeeded), ("operation_kind", SyncKind.Upgrade),
            ("operation_started", at), ("operation_finished", at.AddSeconds(9)), ("message", "m"), ("resources_total", 4), ("resources_out_of_sync", 3),
            ("resources_degraded", 2), ("details", """{"notices":["n"]}"""));
        await seed.SourceAsync(
            web, 0, ("repo_url", "u"), ("repository_id", repository), ("path", "a"), ("chart", "c"), ("target_revision", "t"), ("desired", Commits.Sha(2)),
            ("deployed", $"main@sha1:{Commits.Sha(1)}"), ("notice", "s"));
        await seed.DeliveryAsync(
            web, CommitsKnown.Exactly, ("commits_behind", 1), ("oldest_pending", at), ("notice", "w"), ("head", Convert.FromHexString(Commits.Sha(2))));
        var sync = await seed.SyncAsync(web, at, ("initiator", "ada"), ("automated", false), ("finished_at", at.AddSeconds(9)));
        foreach (var path in new[] { "base", "a" })
            await seed.RowAsync("application_paths", ("application_id", web), ("repository_id", repository), ("path", path));
        await seed.ChangeAsync(web, $"deployment_id = {sync}");

        var status = (await Store.Applications.ReadAsync(new ApplicationFilter(), Cancellation)).Should().ContainSingle().Which.Status;

        var source = status.Sources.Should().ContainSingle().Which;
        source.Should().Be(
            new SourceStatus
            {
                RepoUrl = "u",
                Repository = "shop",
                Path = "a",
                Chart = "c",
                TargetRevision = "t",
                Desired = RevisionRef.Parse(Commits.Sha(2)),
                Deployed = RevisionRef.Parse($"main@sha1:{Commits.Sha(1)}"),
                DesiredCommit = Commits.Sha(2),
                DeployedCommit = Commits.Sha(1),
                PullRequest = 7,
                Author = Commits.Number(2).Author.Name,
                Subject = Commits.Number(2).Subject,
                Notice = "s",
            });
        status.Notices.Should().Equal("n");
        status.Paths.Should().Equal((repository, "a"), (repository, "base"));
        status.Should().Be(
            new ApplicationStatus
            {
                Id = web,
                ChangedIn = status.ChangedIn,
                Application = new ApplicationId("main", "argocd", "Application", "argocd", "web"),
                Project = "p",
                Environment = "e",
                Budget = TimeSpan.FromMinutes(30),
                DestinationNamespace = "d",
                Created = at,
                Sync = SyncStatus.Synced,
                SyncSince = Moment.Exactly(at),
                Health = HealthStatus.Healthy,
                HealthSince = new Moment(null, at),
                Automated = true,
                Interval = TimeSpan.FromMinutes(3),
                Heartbeat = true,
                LastSync = new LastSync(SyncPhase.Succeeded, SyncKind.Upgrade, at, at.AddSeconds(9), new Initiator("ada", false)),
                Message = "m",
                Resources = 4,
                ResourcesOutOfSync = 3,
                ResourcesDegraded = 2,
                LastDeployment = at.AddSeconds(9),
                Delivery = new DeliveryStatus(CommitsKnown.Exactly, 1, at, "w", null),
                Sources = status.Sources,
                Notices = status.Notices,
                Paths = status.Paths,
            });
    }

    [Fact]
    public async Task Statuses_read_side_by_side_during_changes_are_never_older_than_the_question()
    {
        var seed = new LedgerSeed(Store);
        var ids = new List<long>();
        for (var i = 0; i < 20; i++) ids.Add(await seed.ApplicationAsync($"app-{i}"));

        foreach (var id in ids)
        {
            await seed.ChangeAsync(id, $"sync = {(int)SyncStatus.OutOfSync}");
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StatusesAsync()));
            answers.Should().AllSatisfy(
                answer => answer.Count(text => text.EndsWith("OutOfSync", StringComparison.Ordinal)).Should().Be(ids.IndexOf(id) + 1));
        }
    }

    [Fact]
    public async Task Status_changes_are_what_a_follower_lacks_and_what_it_must_take_away()
    {
        var seed = new LedgerSeed(Store);
        var (web, api, old) = (await seed.ApplicationAsync("web"), await seed.ApplicationAsync("api"), await seed.ApplicationAsync("old"));
        var filter = new ApplicationFilter { Clusters = ["main"] };
        var all = await Store.Applications.ReadChangesAsync(filter, -1, Cancellation);
        all.Changed.Select(look => look.Status.Id).Order().Should().Equal(web, api, old);

        await seed.ChangeAsync(web, $"health = {(int)HealthStatus.Degraded}");
        await seed.ChangeAsync(api, "cluster = 'other'");
        await seed.ChangeAsync(old, "deleted_at = 5000");
        var changes = await Store.Applications.ReadChangesAsync(filter, all.Version, Cancellation);

        (changes.Changed.Should().ContainSingle().Which.Status.Id, changes.Changed[0].Status.Health).Should().Be((web, HealthStatus.Degraded));
        changes.Gone.OrderBy(gone => gone.Id).Should().Equal(new RemovedEntry(api, null), new RemovedEntry(old, DateTimeOffset.FromUnixTimeSeconds(5)));
        changes.Version.Should().Be(all.Version + 3);
        (await Store.Applications.ReadChangesAsync(filter, changes.Version, Cancellation)).Changed.Should().BeEmpty();
    }

    [Fact]
    public async Task Version_written_by_another_replica_is_seen_without_a_signal()
    {
        var version = await Store.Database.GetVersionAsync(Cancellation);
        (await Store.Database.WaitForVersionAsync(version, TimeProvider.System, Cancellation)).Should().Be(version);

        // Straight into the table: this process gives no signal, as with a write of another.
        await new LedgerSeed(Store).ScalarAsync("UPDATE ledger SET version = version + 1");

        (await Store.Database.WaitForVersionAsync(version, TimeProvider.System, Cancellation)).Should().Be(version + 1);
    }

    private async Task<List<string>> StatusesAsync() =>
    [
        .. (await Store.Applications.ReadAsync(new ApplicationFilter(), Cancellation))
            .Select(look => $"{look.Status.Application.Name} {look.Status.Sync}").Order(StringComparer.Ordinal),
    ];
}
