using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Syncs;
using GrafanaGitOps.Service.Tests.Queries.Syncs;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly JsonSerializerOptions Whole = new()
    {
        WriteIndented = true,
        IncludeFields = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>All that is read of a ledger with every kind of row, the same from either database.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Past_is_read_whole(bool presentIsInMemory)
    {
        await SampleLedger.StoreAsync(Store, Cancellation);
        if (presentIsInMemory) await Store.Applications.ReadAsync(new ApplicationFilter(), Cancellation);
        var commits = await ReadAsync();
        var reaches = await Store.Commits.ReadRolloutsAsync([.. commits.Select(row => row.Id)], Cancellation);
        var all = new ApplicationFilter { IncludeDeleted = true };

        Golden.Matches("GrafanaGitOps.Service.Tests/Storage/past.golden.json", JsonSerializer.Serialize(
            new
            {
                Deployments = await Store.Syncs.ReadDeploymentsAsync(
                    new SyncEventFilter { Scope = SyncEventScope.Deployments | SyncEventScope.FailedDeployments }, Cancellation).ToListAsync(Cancellation),
                Timelines = await Store.Syncs.ReadTimelinesAsync(new TimelineFilter { From = SampleLedger.At(9, 0), To = SampleLedger.At(11, 45) }, Cancellation),
                Topology = await Store.Applications.ReadTopologyAsync(all, 10, Cancellation),
                Resources = await Store.Applications.ReadResourcesAsync([1, 2, 3, 4], Cancellation),
                Reaches = commits.Where(row => reaches.ByCommit.ContainsKey(row.Id)).ToDictionary(row => row.Subject, row => Describe(reaches.ByCommit[row.Id])),
                OfApplications = (await ReadAsync(new CommitFilter { Applications = await FindAsync(all with { Operators = ["argocd"] }) })).Select(row => row.Subject),
                WithoutPaths = (await FindAsync(all)).Where(application => application.Paths.Count == 0).Select(application => application.Application.Name).Order(),
            },
            Whole) + "\n");
    }

    [Fact]
    public async Task Commits_of_an_application_of_a_whole_repository_are_all_of_it()
    {
        var repository = await AddAsync(Commits.Number(1, "a") with { Subject = "1" }, Commits.Number(2, "b") with { Subject = "2" }, Commits.Number(3) with { Subject = "3" });
        var seed = new LedgerSeed(Store);
        var root = await seed.ApplicationAsync("root");
        var part = await seed.ApplicationAsync("part");
        await seed.ApplicationAsync("none");
        await seed.RowAsync("application_paths", ("application_id", root), ("repository_id", repository), ("path", ""));
        await seed.RowAsync("application_paths", ("application_id", part), ("repository_id", repository), ("path", "b"));

        (await OfAsync("root")).Should().Equal("3", "2", "1");
        (await OfAsync("part")).Should().Equal("2");
        (await OfAsync("part", "root")).Should().Equal("3", "2", "1");
        (await OfAsync("none")).Should().BeEmpty();
        (await OfAsync("unknown")).Should().BeEmpty();

        async Task<IEnumerable<string>> OfAsync(params string[] names) =>
            await SubjectsAsync(new CommitFilter { Applications = await FindAsync(new ApplicationFilter { Applications = names }) });
    }

    [Fact]
    public async Task Filters_find_the_same_in_memory_and_in_the_database()
    {
        await SampleLedger.StoreAsync(Store, Cancellation);
        var random = new Random(20261122);
        var filters = Enumerable.Range(0, 300).Select(_ => new ApplicationFilter
        {
            Clusters = Some("eu", "us"),
            Environments = Some("production", "staging", "none"),
            Applications = Some("web", "api", "argocd/web", "flux-system/web", "argocd/none"),
            Projects = Some("shop", "default"),
            Namespaces = Some("shop", "web", "argocd"),
            Operators = Some("argocd", "flux"),
            IncludeDeleted = random.Next(2) == 0,
        }).ToList();
        var inDatabase = new List<string>();
        foreach (var filter in filters) inDatabase.Add(Names(await FindAsync(filter)));
        await Store.Applications.ReadAsync(new ApplicationFilter(), Cancellation);

        foreach (var (index, filter) in filters.Index()) (index, Names(await FindAsync(filter))).Should().Be((index, inDatabase[index]));
        inDatabase.Distinct().Count().Should().BeInRange(5, 300);

        string[] Some(params string[] names) => random.Next(2) == 0
            ? []
            : [.. random.GetItems(names, random.Next(1, 3)).Select(name => random.Next(3) == 0 ? "!" + name : name)];
        static string Names(IEnumerable<ApplicationStatus> found) => string.Join(' ', found.Select(one => one.Application.ToString()).Order());
    }

    private static object Describe(CommitRollout reach) => new
    {
        Deployed = reach.Deployed.Select(one => new { one.Application.Application, one.Application.Environment, one.Deployed, one.TakenBack }),
        Pending = reach.Pending.Select(application => $"{application.Environment}: {application.Application.Name}"),
    };

    private Task<IReadOnlyList<ApplicationStatus>> FindAsync(ApplicationFilter filter) => Store.Applications.FindAsync(filter, Cancellation);

    [Fact]
    public async Task Issue_of_a_deployment_comes_with_the_repository_whose_commit_names_it()
    {
        var seed = new LedgerSeed(Store);
        await AddAsync(Commits.Number(1) with { IssueKeys = ["SHOP-2", "LIB-1"] });
        await AddToAsync(await AddRepositoryAsync("library"), "main", Commits.Number(2) with { IssueKeys = ["LIB-1"] });
        var web = await seed.ApplicationAsync("web");
        var deployment = await seed.SyncAsync(web, LedgerSeed.Epoch, ("deployment", true), ("commits_known", CommitsKnown.Exactly), ("commits", 2));
        foreach (var sha in new[] { Commits.Sha(1), Commits.Sha(2) })
        {
            var commit = await seed.ScalarAsync("SELECT id FROM commits WHERE sha = @sha", ("sha", Convert.FromHexString(sha)));
            await seed.RowAsync(
                "deployment_commits", ("event_id", deployment), ("commit_id", commit), ("merged_at", LedgerSeed.Epoch), ("removed", false),
                ("application_id", web), ("deployed_at", LedgerSeed.Epoch));
        }

        var rows = await Store.Syncs.ReadDeploymentsAsync(new SyncEventFilter { Scope = SyncEventScope.Deployments, Limit = 10 }, Cancellation).ToListAsync(Cancellation);

        rows.Should().ContainSingle().Which.Commits!.Issues.Should().Equal(("library", "LIB-1"), ("shop", "LIB-1"), ("shop", "SHOP-2"));
    }

    [Fact]
    public async Task Timelines_that_changed_too_often_are_left_out_from_the_end()
    {
        var seed = new LedgerSeed(Store);
        foreach (var name in new[] { "a", "b", "c" })
        {
            var application = await seed.ApplicationAsync(name);
            for (var minute = 0; minute < 10; minute++)
            {
                await seed.RowAsync("state_changes", ("application_id", application), ("dimension", 0), ("changed_at", LedgerSeed.Epoch.AddMinutes(minute)),
                    ("changed_not_before", LedgerSeed.Epoch.AddMinutes(minute)), ("state", minute % 2));
            }
        }

        var page = await Store.Syncs.ReadTimelinesAsync(new TimelineFilter { To = LedgerSeed.Epoch.AddHours(1), MostChanges = 25 }, Cancellation);

        page.Applications.Select(one => one.Application.Name).Should().Equal("a", "b");
        (page.LeftOut, page.TooManyChanges).Should().Be((1, true));
        page.Applications.Should().AllSatisfy(one => one.Sync.Should().HaveCount(10));
    }
}
