using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Tests.Delivery;

public abstract partial class DeliveryContract
{
    [Fact]
    public async Task Sources_of_several_repositories_count_together()
    {
        var (deploy, values) = (Bench.NewRepository("deploy"), Bench.NewRepository("values"));
        var first = deploy.Commit("deploy-first", ("chart/Chart.yaml", "name: web"), ("chart/local.yaml", "1"));
        deploy.Commit("deploy-second", ("chart/local.yaml", "2"));
        var valuesFirst = values.Commit(
            "values-first", ("web/production.yaml", "1"), ("web/staging.yaml", "1"), ("api/production.yaml", "1"));
        var valuesSecond = values.Commit("values-second", ("web/production.yaml", "2"));
        values.Commit("values-other", ("web/staging.yaml", "2"));
        await Bench.FetchAsync();
        var chart = Source(deploy, "chart") with { ValuesFiles = ["local.yaml", "$values/web/production.yaml"] };
        await Bench.PutAsync(new DeliveryApp("web", chart, new ApplicationSource { RepoUrl = values.Folder, Ref = "values" }));
        await Bench.DeployAsync("web", first, valuesFirst);
        await Bench.RunAsync();
        await Bench.DeployAsync("web", first, valuesSecond);

        await AssertAsync("""
            web: Exactly, 1 behind, head deploy-second, paths FromGit
              paths: deploy:chart values:web/production.yaml
              sources: deploy values
              pending: deploy-second
              deployed deploy-first: NoRevisionBefore
              deployed deploy-first: Exactly 1 +values-second
            """);
    }

    [Fact]
    public async Task Chart_that_does_not_come_from_git_is_left_out_and_said()
    {
        var values = Bench.NewRepository("values");
        var first = values.Commit("first", ("web.yaml", "1"));
        values.Commit("second", ("web.yaml", "2"));
        await Bench.FetchAsync();
        var chart = new ApplicationSource
        {
            RepoUrl = "https://charts.example.com",
            Chart = "web",
            TargetRevision = "4.*",
            Deployed = RevisionRef.Parse("4.2.1"),
            ValuesFiles = ["$values/web.yaml"],
        };
        var reference = new ApplicationSource { RepoUrl = values.Folder, Ref = "values", Deployed = RevisionRef.Parse(first) };
        await Bench.PutAsync(new DeliveryApp("alone", chart));
        await Bench.PutAsync(new DeliveryApp("both", chart, reference));

        await AssertAsync("""
            alone: NotGit, paths No
              notice: Chart web does not come from git: its changes are not counted.
              sources: -
            both: Exactly, 1 behind, head second, paths FromGit
              notice: Chart web does not come from git: its changes are not counted.
              paths: values:web.yaml
              sources: - values
              pending: second
            """);
    }

    [Fact]
    public async Task Annotation_says_what_counts_also_by_patterns()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("apps/web/a.yaml", "1"), ("libs/x/values.yaml", "1"), ("libs/x/other.yaml", "1"));
        repository.Commit("own", ("apps/web/a.yaml", "2"));
        repository.Commit("library", ("libs/x/values.yaml", "2"));
        repository.Commit("other", ("libs/x/other.yaml", "2"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("web", Source(repository, "apps/web", first))
        {
            Annotations = new Dictionary<string, string> { [ManifestGeneratePaths.Annotation] = ".;/libs/*/values.yaml" },
        });
        await Bench.RunAsync();
        repository.Commit("new", ("libs/y/values.yaml", "1"));
        await Bench.FetchAsync();

        await AssertAsync("""
            web: Exactly, 3 behind, head new, paths FromSpec
              paths: origin:apps/web origin:libs/x/values.yaml origin:libs/y/values.yaml
              sources: origin
              pending: library new own
            """);
    }

    [Fact]
    public async Task Flux_objects_lead_to_the_commits_that_they_were_made_from()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("apps/web.yaml", "1"), ("charts/web/Chart.yaml", "name: web"));
        repository.Commit("app", ("apps/web.yaml", "2"));
        var third = repository.Commit("chart", ("charts/web/values.yaml", "2"));
        await Bench.FetchAsync();
        var now = RevisionRef.Parse($"main@sha1:{third}");
        var artifact = Flux("OCIRepository", $"1.1@sha256:{new string('a', 64)}", $"1.0@sha256:{new string('b', 64)}") with
        {
            RepoUrl = "oci://registry.example.com/web",
            Path = "./apps",
        };
        var origin = artifact with
        {
            DesiredOrigin = now,
            DeployedOrigin = RevisionRef.Parse($"main@sha1:{first}"),
            OriginUrl = repository.Folder,
        };
        await PutFluxAsync("artifact", "Kustomization", origin);
        await PutFluxAsync("artifact-without-origin", "Kustomization", artifact);
        var chart = Flux("HelmChart", $"6.5.4+{third[..12]}", $"6.5.4+{first[..12]}") with
        {
            RepoUrl = repository.Folder,
            Path = "./charts/web",
            TargetRevision = "6.x",
            DesiredOrigin = now,
        };
        await PutFluxAsync("chart", "HelmRelease", chart);
        var byVersion = chart with { Desired = RevisionRef.Parse("6.5.4"), Deployed = RevisionRef.Parse("6.5.3") };
        await PutFluxAsync("chart-by-version", "HelmRelease", byVersion);
        var pulled = Flux("HelmChart", "6.5.3", "6.5.3") with { RepoUrl = "https://charts.example.com", Chart = "web" };
        await PutFluxAsync("chart-repository", "HelmRelease", pulled);
        var git = Flux("GitRepository", $"main@sha1:{third}", $"main/{first}") with
        {
            RepoUrl = repository.Folder,
            Path = "./apps",
            TargetRevision = "main",
        };
        await PutFluxAsync("git", "Kustomization", git);
        var unseen = git with { RepoUrl = null, Notice = "GitRepository flux-system/web has not been seen." };
        await PutFluxAsync("unseen", "Kustomization", unseen);

        await AssertAsync("""
            artifact: Exactly, 1 behind, head chart, paths FromGit
              paths: origin:apps/web.yaml
              sources: origin
              pending: app
            artifact-without-origin: NotGit, paths No
              notice: OCIRepository flux-system/web names no commit that it was made from.
              sources: -
            chart: Exactly, 1 behind, head chart, paths FromGit
              paths: origin:charts/web
              sources: origin
              pending: chart
            chart-by-version: NotGit, head chart, paths FromGit
              notice: Revision 6.5.3 names no commit. Flux packs the chart anew only when the version in its Chart.yaml changes (reconcileStrategy ChartVersion), and does not say from which commit.
              paths: origin:charts/web
              sources: origin
            chart-repository: NotGit, paths No
              notice: Chart web does not come from git: its changes are not counted.
              sources: -
            git: Exactly, 1 behind, head chart, paths FromGit
              paths: origin:apps/web.yaml
              sources: origin
              pending: app
            unseen: NoRevision, paths No
              notice: GitRepository flux-system/web has not been seen.
              sources: -
            """);
    }

    [Fact]
    public async Task Hydrated_application_waits_for_what_people_wrote()
    {
        var repository = Bench.NewRepository("origin", "main", "environments/production");
        var first = repository.Commit("dry-first", ("apps/web/a.yaml", "1"));
        var second = repository.Commit("dry-second", ("apps/web/a.yaml", "2"));
        var third = repository.Commit("dry-third", ("apps/web/a.yaml", "3"));
        repository.Commit("dry-fourth", ("apps/web/a.yaml", "4"));
        repository.Run("checkout", "--quiet", "--orphan", "environments/production");
        string Hydrate(string name, string dry) =>
            repository.Commit(name, ("web/manifest.yaml", name), ("hydrator.metadata", $"{{\"drySha\": \"{dry}\", \"commands\": []}}"));
        var (old, older, hydrated) = (Hydrate("h1", first), Hydrate("h2", second), Hydrate("h3", third));
        repository.Checkout("main");
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("web", Source(repository, "web", hydrated, "environments/production"))
        {
            Hydrator = new HydratorState
            {
                LastDrySha = third,
                LastHydratedSha = hydrated,
                DryRepoUrl = repository.Folder,
                DryPath = "apps/web",
                DryTargetRevision = "main",
            },
        });

        await Bench.DeployAsync("web", old);
        await Bench.DeployAsync("web", older);
        await Bench.DeployAsync("web", hydrated);

        await AssertAsync("""
            web: Exactly, 1 behind, head dry-fourth, paths FromGit
              paths: origin:apps/web
              sources: origin
              pending: dry-fourth
              deployed h1: NoRevisionBefore
              deployed h2: Exactly 1 +dry-second
              deployed h3: Exactly 1 +dry-third
            """);
    }

    [Fact]
    public async Task Nothing_deployed_and_nothing_named_are_said_to_be_so()
    {
        var repository = Bench.NewRepository();
        repository.Commit("first", ("a/x", "1"));
        await Bench.FetchAsync();
        await Bench.PutAsync(new DeliveryApp("new", Source(repository, "a")));
        await Bench.PutAsync(new DeliveryApp("none"));
        await Bench.PutAsync(new DeliveryApp("outside", Source(repository, "../outside", new string('a', 40))));

        await AssertAsync("""
            new: NoRevision, head first, paths FromGit
              notice: Nothing is deployed yet, as far as is known.
              paths: origin:a
              sources: origin
            none: NoRevision, paths No
              notice: The application names no source.
            outside: Exactly, 0 behind, paths No
              notice: The path "../outside" leads out of the repository.
              sources: origin
            """);
    }

    private static ApplicationSource Flux(string kind, string desired, string deployed) => new()
    {
        Object = new SourceReference(kind, "flux-system", "web"),
        Desired = RevisionRef.Parse(desired),
        Deployed = RevisionRef.Parse(deployed),
    };

    private Task PutFluxAsync(string name, string kind, ApplicationSource source) =>
        Bench.PutAsync(new DeliveryApp(name, source) { Operator = OperatorNames.Flux, Kind = kind });
}
