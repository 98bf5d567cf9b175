using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Delivery;

public abstract partial class DeliveryContract
{
    [Fact]
    public async Task Directory_counts_the_manifests_that_argo_cd_reads_of_it()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("fleet/top.yaml", "1"), ("fleet/team/deep.yaml", "1"), ("fleet/README.md", "1"));
        repository.Commit("top", ("fleet/top.yaml", "2"));
        repository.Commit("deep", ("fleet/team/deep.yaml", "2"));
        repository.Commit("readme", ("fleet/README.md", "2"));
        repository.Commit("json", ("fleet/skip-me.json", "{}"));
        await Bench.FetchAsync();
        await PutArgoAsync("any", repository, first, """{ "path": "fleet", "directory": { "disableExtensionFilter": true } }""");
        await PutArgoAsync("except", repository, first, """{ "path": "fleet", "directory": { "recurse": true, "exclude": "{skip-*,team/*}" } }""");
        await PutArgoAsync("flat", repository, first, """{ "path": "fleet" }""");
        await PutArgoAsync("jsonnet", repository, first, """{ "path": "fleet", "directory": { "recurse": true, "include": "*.json*" } }""");
        await PutArgoAsync("odd", repository, first, """{ "path": "fleet", "directory": { "include": "{a" } }""");
        await PutArgoAsync("only", repository, first, """{ "path": "fleet", "directory": { "recurse": true, "include": "*deep.yaml" } }""");
        await PutArgoAsync("plugin", repository, first, """{ "path": "fleet", "plugin": { "name": "tanka" } }""");
        await PutArgoAsync("whole", repository, first, """{ "path": "./fleet/", "directory": { "recurse": true } }""");
        await AssertPendingAsync(
            "any: Exactly json readme top",
            "except: Exactly top",
            "flat: Exactly json top",
            "jsonnet: Exactly json",
            "odd: AtLeast deep json readme top",
            "only: Exactly deep",
            "plugin: AtLeast deep json readme top",
            "whole: Exactly deep json top");

        // Files that come later count too, whether or not anything is remembered.
        repository.Commit("new", ("fleet/new/later.yaml", "1"));
        await Bench.FetchAsync();
        await Bench.RunAsync();
        repository.Commit("newer", ("fleet/newer/deep.yaml", "1"));
        Bench.Restart();
        await Bench.FetchAsync();
        repository.Commit("code", ("fleet/main.jsonnet", "import '../lib/x.libsonnet'"));
        await Bench.FetchAsync();

        await AssertPendingAsync(
            "any: AtLeast code deep json new newer readme top",
            "except: AtLeast code deep json new newer readme top",
            "flat: AtLeast code deep json new newer readme top",
            "jsonnet: AtLeast code deep json new newer readme top",
            "odd: AtLeast code deep json new newer readme top",
            "only: Exactly deep newer",
            "plugin: AtLeast code deep json new newer readme top",
            "whole: AtLeast code deep json new newer readme top");
    }

    [Fact]
    public async Task Files_that_override_the_spec_in_git_count_and_are_followed()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit(
            "first", ("cart/kustomization.yaml", "resources: [a.yaml]"), ("cart/a.yaml", "1"), ("parts/tls/kustomization.yaml", "patches: [{path: p.yaml}]"),
            ("parts/tls/p.yaml", "1"), ("parts/hpa/kustomization.yaml", "resources: [h.yaml]"), ("parts/hpa/h.yaml", "1"));
        repository.Commit("tls", ("parts/tls/p.yaml", "2"));
        repository.Commit("hpa unused", ("parts/hpa/h.yaml", "2"));
        repository.Commit("image", ("cart/.argocd-source-cart.yaml", "kustomize:\n  images: ['cart:2']\n  components: [../parts/hpa]\n"));
        repository.Commit("other's image", ("cart/.argocd-source-other.yaml", "kustomize:\n  images: ['cart:3']\n"));
        repository.Commit("hpa", ("parts/hpa/h.yaml", "3"));
        await Bench.FetchAsync();
        await PutArgoAsync("cart", repository, first, """{ "path": "cart" }""");
        await PutArgoAsync("tls", repository, first, """{ "path": "cart", "kustomize": { "components": ["../parts/tls"] } }""");
        await AssertPendingAsync("cart: Exactly hpa hpa unused image", "tls: Exactly tls");

        repository.Commit("everybody's", ("cart/.argocd-source.yaml", "plugin: {name: x}"));
        await Bench.FetchAsync();
        await AssertPendingAsync("cart: AtLeast everybody's hpa hpa unused image", "tls: AtLeast everybody's tls");
    }

    [Fact]
    public async Task Values_files_may_have_variables_patterns_and_names_of_other_sources()
    {
        var (charts, values) = (Bench.NewRepository("charts"), Bench.NewRepository("values"));
        var chart = charts.Commit("chart", ("api/Chart.yaml", "name: api"), ("envs/prod/api.yaml", "1"), ("api-extra.yaml", "1"));
        charts.Commit("prod", ("envs/prod/api.yaml", "2"));
        charts.Commit("other", ("envs/prod/web.yaml", "2"));
        charts.Commit("parameter", ("files/key.txt", "2"));
        var first = values.Commit("values", ("common/a.yaml", "1"));
        values.Commit("common", ("common/deep/b.yaml", "1"));
        values.Commit("unused", ("README.md", "1"));
        values.Commit("team", ("teams/pay/api.yaml", "1"));
        await Bench.FetchAsync();
        var source = $$"""
            { "repoURL": "file://{{charts.Folder}}", "path": "api", "helm": {
                "valueFiles": ["/envs/prod/$ARGOCD_APP_NAME.yaml", "$shared/common/**/*.yaml", "$shared/teams/${ARGOCD_APP_PROJECT_NAME}/api.yaml"],
                "fileParameters": [{ "name": "key", "path": "/files/key.txt" }] } }
            """;
        await PutArgoSourcesAsync("api", [chart, first], source, $$"""{ "repoURL": "file://{{values.Folder}}", "ref": "shared" }""");
        var lost = source.Replace("$ARGOCD_APP_NAME", "$ARGOCD_APP_REVISION", StringComparison.Ordinal);
        await PutArgoSourcesAsync("revision", [chart, first], lost, $$"""{ "repoURL": "file://{{values.Folder}}", "ref": "shared" }""");
        var missing = $$"""{ "repoURL": "file://{{charts.Folder}}", "path": "api", "helm": { "valueFiles": ["none.yaml", "https://example.com/v1.2.3/values.yaml"] } }""";
        await PutArgoSourcesAsync("without", [chart], missing);
        await PutArgoSourcesAsync("remote", [chart], missing.Replace("v1.2.3", "main", StringComparison.Ordinal));

        await AssertPendingAsync(
            "api: Exactly common parameter prod team",
            "remote: AtLeast",
            "revision: AtLeast common other parameter prod team",
            "without: Exactly");
        (await Bench.DumpAsync()).Should().Contain("paths notice: The application names \"api/none.yaml\", which is not there.");
    }

    [Fact]
    public async Task Links_count_with_what_they_lead_to()
    {
        var repository = Bench.NewRepository();
        repository.Commit("files", ("shared/a.yaml", "1"), ("bases/web/kustomization.yaml", "resources: [w.yaml]"), ("bases/web/w.yaml", "1"), ("env/own.yaml", "1"));
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "env/a.yaml"), "../shared/a.yaml");
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "env/bases"), "../bases");
        var first = repository.Commit("links");
        repository.Commit("shared", ("shared/a.yaml", "2"));
        repository.Commit("base", ("bases/web/w.yaml", "2"));
        await Bench.FetchAsync();
        await PutArgoAsync("directory", repository, first, """{ "path": "env" }""");
        await PutArgoAsync("folder", repository, first, """{ "path": "env/bases/web" }""");
        await PutKustomizationAsync("flux", repository, first, """{ "path": "./env" }""");

        await AssertPendingAsync("directory: Exactly shared", "flux: Exactly shared", "folder: Exactly base");
    }

    [Fact]
    public async Task Flux_folder_without_a_kustomization_counts_as_flux_makes_one_for_it()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit(
            "first", ("all/a.yaml", "1"), ("all/plain/b.yml", "1"), ("all/app/kustomization.yaml", "resources: [used.yaml, ../../base]"),
            ("all/app/used.yaml", "1"), ("all/app/unused.yaml", "1"), ("base/c.yaml", "1"), ("parts/kustomization.yaml", "resources: [d.yaml]"), ("parts/d.yaml", "1"));
        foreach (var path in new[] { "all/a.yaml", "all/plain/b.yml", "all/app/used.yaml", "all/app/unused.yaml", "all/README.md", "base/c.yaml", "parts/d.yaml" })
            repository.Commit(path, (path, "2"));
        repository.Commit("gone", ("all/old/x.yaml", "1"));
        repository.Run("rm", "--quiet", "-r", "all/old");
        repository.Commit("gone again");
        await Bench.FetchAsync();
        await PutKustomizationAsync("all", repository, first, """{ "path": "./all" }""");
        await PutKustomizationAsync("component", repository, first, """{ "path": "all/app", "components": ["../../parts", "../../none"], "ignoreMissingComponents": true }""");

        await AssertPendingAsync(
            "all: Exactly all/a.yaml all/app/used.yaml all/plain/b.yml base/c.yaml gone gone again",
            "component: Exactly all/app/used.yaml base/c.yaml parts/d.yaml");
    }

    [Fact]
    public async Task Sources_that_hold_files_of_others_or_do_not_say_their_commit_are_never_known_exactly()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("app/a.yaml", "1"), ("chart/Chart.yaml", "version: 0.1.0"));
        var second = repository.Commit("second", ("app/a.yaml", "2"), ("chart/values.yaml", "2"));
        await Bench.FetchAsync();
        await PutKustomizationAsync("including", repository, second, """{ "path": "app" }""", """[{ "repository": { "name": "library" }, "toPath": "app/vendor" }]""");
        var chart = Flux("HelmChart", "0.1.0", "0.1.0") with { RepoUrl = repository.Folder, Path = "chart", DesiredOrigin = RevisionRef.Parse($"main@sha1:{second}") };
        await PutFluxAsync("packed", "HelmRelease", chart);
        await PutFluxAsync("revision", "HelmRelease", chart with { Deployed = RevisionRef.Parse($"0.1.0+{first[..12]}") });

        await AssertPendingAsync("including: AtLeast", "packed: NotGit", "revision: Exactly second");
        (await Bench.DumpAsync()).Should().Contain("GitRepository flux-system/fleet includes GitRepository library in app/vendor, whose commits are not counted")
            .And.Contain("(reconcileStrategy ChartVersion), and does not say from which commit.");
    }

    private Task PutArgoAsync(string name, WorkRepository repository, string deployed, string source)
    {
        var whole = JsonNode.Parse(source)!.AsObject();
        whole["repoURL"] = "file://" + repository.Folder;
        return PutArgoSourcesAsync(name, [deployed], whole.ToJsonString());
    }

    /// <summary>An Application whose last sync was to these revisions, as Argo CD writes it.</summary>
    private Task PutArgoSourcesAsync(string name, string[] deployed, params string[] sources)
    {
        JsonArray Revisions() => new([.. deployed.Select(revision => JsonValue.Create(revision))]);
        JsonArray Sources() => new([.. sources.Select(source => JsonNode.Parse(source))]);
        var application = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "apps", ["uid"] = name },
            ["spec"] = new JsonObject { ["project"] = "pay", ["sources"] = Sources() },
            ["status"] = new JsonObject
            {
                ["sync"] = new JsonObject { ["status"] = "OutOfSync", ["revisions"] = Revisions() },
                ["history"] = new JsonArray(new JsonObject { ["id"] = 1, ["revisions"] = Revisions(), ["sources"] = Sources(), ["deployStartedAt"] = Minute(1), ["deployedAt"] = Minute(1) }),
            },
        };
        return LookAsync(application);
    }

    private Task PutKustomizationAsync(string name, WorkRepository repository, string deployed, string spec, string? include = null)
    {
        var source = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "fleet", ["namespace"] = "flux-system", ["uid"] = "fleet" },
            ["spec"] = new JsonObject { ["url"] = "file://" + repository.Folder, ["ref"] = new JsonObject { ["branch"] = "main" }, ["include"] = JsonNode.Parse(include ?? "[]") },
            ["status"] = new JsonObject { ["artifact"] = new JsonObject { ["revision"] = $"main@sha1:{deployed}" } },
        };
        var kustomization = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "flux-system", ["uid"] = name },
            ["spec"] = JsonNode.Parse(spec),
            ["status"] = new JsonObject { ["lastAppliedRevision"] = $"main@sha1:{deployed}" },
        };
        kustomization["spec"]!["sourceRef"] = new JsonObject { ["kind"] = "GitRepository", ["name"] = "fleet" };
        var sources = new FluxSources();
        sources.Set(FluxSourceMapper.Map(FluxObjects.ParseSource(Bytes(source), "GitRepository"), "GitRepository", "hub"));
        return Bench.LookAsync(sources.Resolve(KustomizationMapper.Map(FluxObjects.ParseKustomization(Bytes(kustomization)), "hub")));
    }

    /// <summary>Each application with how its commits are known, and the subjects of those that wait.</summary>
    private async Task AssertPendingAsync(params string[] expected)
    {
        await Bench.RunAsync();
        var texts = new List<string>();
        foreach (var line in (await Bench.DumpAsync()).Split('\n'))
        {
            if (line.Length > 0 && line[0] != ' ') texts.Add(line.Split(',')[0]);
            else if (line.StartsWith("  pending: ", StringComparison.Ordinal)) texts[^1] += $" {line["  pending: ".Length..]}";
        }

        texts.Should().Equal(expected);
    }
}
