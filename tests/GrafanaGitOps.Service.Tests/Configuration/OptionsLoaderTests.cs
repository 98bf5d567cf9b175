using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Hosting;
using GrafanaGitOps.Service.Sources.ArgoCd;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Service.Tests.Configuration;

public sealed class OptionsLoaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-options-");

    [Fact]
    public void Nothing_set_gives_valid_defaults()
    {
        var options = Load("");

        (options.DataDirectory, options.Http.Address, options.Plugin.Address).Should().Be(("data", "127.0.0.1:8080", "127.0.0.1:10510"));
        ((int)options.Queries.CacheSize.Bytes, options.Queries.MaxRows, options.Queries.DefaultLimit).Should().Be((64 * 1024 * 1024, 100_000, 1_000));
        options.Storage.Sqlite.Should().Be(Path.Combine("data", "gitops.db"));
    }

    [Fact]
    public void Every_kind_of_value_is_read_from_the_file()
    {
        var options = Load("""
            dataDirectory: /var/lib/gitops
            plugin: { address: "[::1]:9000", token: 0123456789abcdef }
            logging: { format: JSON, level: debug }
            queries: { cacheSize: 2MiB, maxRows: 500, defaultLimit: 50, timeout: 1m }
            git:
              pollInterval: 00:00:30
              repositories:
                - url: https://example.org/one.git
                  branches: [main, "release/*"]
                - url: https://example.org/two.git
                  pollInterval: 5m
                  lineCounts: true
                  links: { commit: "https://example.org/c/{sha}" }
            kubernetes:
              discoveryInterval: 2m
              clusters:
                - { name: hub, inCluster: true, namespaces: [argocd, flux-system] }
            argocd: { reconciliationTimeout: 0s }
            environments:
              rules: [ { environment: production, path: "clusters/prod-*" } ]
              budgets: [ { environment: production, budget: 1h } ]
              fallback: other
            """);

        (options.Logging.Format, options.Logging.Level).Should().Be((LogLineFormat.Json, LogLevel.Debug));
        ((int)options.Queries.CacheSize.Bytes, options.Queries.Timeout).Should().Be((2 * 1024 * 1024, TimeSpan.FromMinutes(1)));
        options.Git.PollInterval.Should().Be(TimeSpan.FromSeconds(30));
        options.Git.Repositories[0].Branches.Should().Equal("main", "release/*");
        options.Kubernetes.DiscoveryInterval.Should().Be(TimeSpan.FromMinutes(2));
        var cluster = options.Kubernetes.Clusters.Should().ContainSingle().Which;
        (cluster.Name, cluster.InCluster).Should().Be(("hub", true));
        cluster.Namespaces.Should().Equal("argocd", "flux-system");
        options.Operators["argocd"].Should().BeOfType<ArgoCdOptions>().Which.ReconciliationTimeout.Should().Be(TimeSpan.Zero);
        (options.Environments.Rules[0].Path, options.Environments.Budgets[0].Budget, options.Environments.Fallback)
            .Should().Be(("clusters/prod-*", TimeSpan.FromHours(1), "other"));
        (options.Git.Repositories[1].PollInterval, options.Git.Repositories[1].LineCounts, options.Git.Repositories[1].Links.Commit)
            .Should().Be((TimeSpan.FromMinutes(5), true, "https://example.org/c/{sha}"));
    }

    [Fact]
    public void Issues_lead_to_the_tracker_of_their_repository()
    {
        var links = ConfiguredLinks.Of(Load("""
            git:
              repositories:
                - url: https://github.com/org/shop
                - { url: "https://github.com/org/platform", links: { issue: "https://jira.example.com/browse/{key}" } }
            """));

        links.HasIssues.Should().BeTrue();
        links.Issue("platform", "OPS-1").Should().Be("https://jira.example.com/browse/OPS-1");
        links.Issue("shop", "OPS-1").Should().BeNull();
        ConfiguredLinks.Of(Load("git: { repositories: [ { url: https://github.com/org/shop } ] }")).HasIssues.Should().BeFalse();
    }

    [Fact]
    public void User_interfaces_of_operators_are_templates_for_each_cluster()
    {
        var options = Load("""
            argocd:
              ui: { url: "https://argocd.example.com/applications/{namespace}/{name}", clusters: { edge: "https://argocd.edge.example.com/{cluster}/{name}" } }
            flux: { ui: { url: "https://flux.example.com/{kind}/{name}?ns={namespace}" } }
            """);
        var links = ConfiguredLinks.Of(options);

        links.ApplicationUi(new("main", "argocd", "Application", "apps", "web x"))
            .Should().Be("https://argocd.example.com/applications/apps/web%20x");
        links.ApplicationUi(new("edge", "argocd", "Application", "apps", "web")).Should().Be("https://argocd.edge.example.com/edge/web");
        links.ApplicationUi(new("edge", "flux", "HelmRelease", "apps", "web"))
            .Should().Be("https://flux.example.com/HelmRelease/web?ns=apps");
        ConfiguredLinks.Of(Load("")).ApplicationUi(new("edge", "flux", "HelmRelease", "apps", "web")).Should().BeNull();
        Errors("argocd: { ui: { url: \"https://argocd.example.com/\", clusters: { edge: \"javascript:{name}\" } } }")
            .Should().Equal("argocd.ui.url lacks {name}.", "argocd.ui.clusters.edge must begin with https:// or http:// and a host.");
    }

    [Fact]
    public void Every_error_is_told_at_once_and_names_its_key()
    {
        var errors = Errors("""
            dataDirectry: x
            http: { address: nowhere }
            plugin: { address: "0.0.0.0:10510", tokn: abc }
            logging: { level: loud }
            queries: { cacheSize: big, maxRows: many, timeout: 30, defaultLimit: 0 }
            kubernetes: { discoveryInterval: 1s, clusters: [ { kubeconfig: /nowhere/config, inCluster: true } ] }
            argocd: { reconciliationTimeout: 30d }
            environments: { rules: [ { environment: production } ], defaultBudget: 0s }
            git:
              pollInterval: soon
              repositories:
                - url: https://example.org/one.git
                - branches: { a: b }
                  ulr: https://example.org/two.git
                - just a text
            """);

        Golden.Matches("GrafanaGitOps.Service.Tests/Configuration/every-error.golden.txt", string.Join('\n', errors) + "\n");
    }

    [Fact]
    public void Environment_wins_over_the_file_and_command_line_over_both()
    {
        var environment = new Dictionary<string, string>
        {
            ["GITOPS__HTTP__ADDRESS"] = "127.0.0.1:2",
            ["GITOPS__PLUGIN__ADDRESS"] = "127.0.0.1:2",
            ["GITOPS__GIT__REPOSITORIES__0__BRANCHES"] = "main, release/*",
            ["GITOPS__GIT__REPOSITORIES__1__URL"] = "https://example.org/two.git",
        };

        var options = Load(
            """
            http: { address: "127.0.0.1:1" }
            git: { repositories: [ { url: https://example.org/one.git, branches: [old] } ] }
            kubernetes: { clusters: [ { inCluster: true } ] }
            """,
            environment,
            [
                ("--plugin-address", "plugin.address", "127.0.0.1:3"),
                ("--repository", "git.repositories.+.url", "https://example.org/three.git"),
                ("--context", "kubernetes.clusters.+.context", "edge"),
                ("--cluster-name", "kubernetes.clusters.^.name", "Edge"),
            ]);

        (options.Http.Address, options.Plugin.Address).Should().Be(("127.0.0.1:2", "127.0.0.1:3"));
        options.Git.Repositories.Select(repository => repository.Name).Should().Equal("one", "two", "three");
        options.Git.Repositories[0].Branches.Should().Equal("main", "release/*");
        options.Kubernetes.Clusters.Select(cluster => (cluster.Context, cluster.Name)).Should().Equal((null, null), ("edge", "Edge"));
    }

    [Theory]
    [InlineData("GITOPS__PLUGIN__TOKN", "plugin.tokn is not known; did you mean plugin.token?")]
    [InlineData("GITOPS__GIT__REPOSITORIES__3__URL", "GITOPS__GIT__REPOSITORIES__3__URL: cannot set git.repositories.3.url, because git.repositories.3 does not fit there")]
    public void Environment_variable_that_fits_nowhere_is_an_error(string name, string error) =>
        FluentActions.Invoking(() => Load("", new() { [name] = "x" })).Should().ThrowExactly<ConfigurationException>().Which.Errors
            .Should().Contain(error);

    [Fact]
    public void Token_file_is_read_and_trimmed()
    {
        var file = Path.Combine(_folder.FullName, "token");
        File.WriteAllText(file, "  0123456789abcdef\n");

        Load("", new() { ["GITOPS__PLUGIN__TOKENFILE"] = file }).Plugin.Token.Should().Be("0123456789abcdef");
        Errors($"plugin: {{ token: 0123456789abcdef, tokenFile: {file} }}")
            .Should().Equal("plugin.tokenFile is given beside plugin.token; keep one of them.");
        Errors("plugin: { tokenFile: /nowhere }").Should().ContainSingle().Which
            .Should().StartWith("plugin.tokenFile names \"/nowhere\", which cannot be read: ");
    }

    [Theory]
    [InlineData("127.0.0.1:1", null, 0)]
    [InlineData("[::1]:1", null, 0)]
    [InlineData("localhost:1", null, 0)]
    [InlineData("0.0.0.0:1", null, 1)]
    [InlineData("192.0.2.1:1", null, 1)]
    [InlineData("0.0.0.0:1", "0123456789abcdef", 0)]
    [InlineData("0.0.0.0:1", "short", 1)]
    public void Address_that_is_not_loopback_demands_a_long_token(string address, string? token, int errors)
    {
        var text = token is null ? "" : $", token: {token}";
        Errors($"plugin: {{ address: \"{address}\"{text} }}").Should().HaveCount(errors);
        Errors($"plugin: {{ address: \"{address}\"{text} }}").Where(error => token is not null && error.Contains(token, StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [Fact]
    public void Http_address_that_is_not_loopback_says_what_it_shows() =>
        Errors("http: { address: \"0.0.0.0:1\" }").Should().ContainSingle().Which.Should().Contain("shows names of repositories");

    [Theory]
    [InlineData("a: [", "(2,1): ")]
    [InlineData("- list", "must hold a mapping")]
    [InlineData("a: 1\na: 2", "Duplicate key")]
    [InlineData("---\na: 1\n---\nb: 2", "holds 2 YAML documents")]
    public void File_that_is_no_configuration_is_an_error_that_names_it(string yaml, string expected)
    {
        var errors = Errors(yaml);
        errors.Should().Contain(error => error.StartsWith(ConfigurationFile, StringComparison.Ordinal) && error.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void File_that_is_missing_is_an_error_that_names_it() =>
        FluentActions.Invoking(() => OptionsLoader.Load("/nowhere.yaml", new Dictionary<string, string>(), new ServiceOptions(), [])).Should().ThrowExactly<ConfigurationException>().Which.Errors.Should().ContainSingle().Which
            .Should().StartWith("/nowhere.yaml: cannot be read");

    public void Dispose() => _folder.Delete(recursive: true);

    private string ConfigurationFile => Path.Combine(_folder.FullName, "gitops.yaml");

    private ServiceOptions Load(string yaml, Dictionary<string, string>? environment = null, (string, string, string)[]? overrides = null)
    {
        File.WriteAllText(ConfigurationFile, yaml);
        return OptionsLoader.Load(ConfigurationFile, environment ?? [], new ServiceOptions(), overrides ?? []);
    }

    private IReadOnlyList<string> Errors(string yaml)
    {
        try
        {
            Load(yaml);
            return [];
        }
        catch (ConfigurationException exception)
        {
            return exception.Errors;
        }
    }
}
