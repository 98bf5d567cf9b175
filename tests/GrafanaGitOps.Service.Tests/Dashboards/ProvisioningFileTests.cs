namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>The rest of provisioning and the files for Docker, looked at by the programs that read them, or by their rules.</summary>
public sealed class ProvisioningFileTests
{
    /// <summary>Components of the Collector's distributions contrib and k8s that the configuration may use.</summary>
    private static readonly string[] CollectorComponents =
        ["health_check", "prometheus", "filelog", "memory_limiter", "resource", "batch", "otlp"];

    private static string Provisioning => Path.Combine(Repository.Root, "provisioning");

    [Fact]
    public void Data_sources_have_the_names_by_which_rules_and_dashboards_call_them()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Provisioning, "datasources")).SelectMany(ProvisioningYaml.Load);
        var sources = files.SelectMany(file => DashboardFile.List(file["datasources"]))
            .Select(source => $"{source["uid"]} {source["type"]}").ToList();
        sources.Order().Should().Equal("gitops gitops-companion-datasource", "prometheus prometheus");

        var named = DashboardFile.All.SelectMany(file => file.Variables).Where(variable => (string)variable["type"]! == "datasource")
            .Select(variable => $"{variable["current"]!["value"]} {variable["query"]}").Distinct();
        named.Except(sources).Should().BeEmpty();
    }

    [Fact]
    public void Dashboards_are_provided_from_the_folder_that_the_environment_names()
    {
        var file = ProvisioningYaml.Load(Path.Combine(Provisioning, "dashboards", "gitops.yaml")).Should().ContainSingle().Which;
        var provider = DashboardFile.List(file["providers"]).Should().ContainSingle().Which;
        ((string)provider["options"]!["path"]!).Should().Be("$GITOPS_DASHBOARDS");
    }

    [Fact]
    public async Task Monitors_scrape_every_part_of_both_operators()
    {
        var (exitCode, manifests) = await Run.ToEndAsync("kubectl", "kustomize", Path.Combine(Provisioning, "kubernetes", "monitoring"));
        exitCode.Should().Be(0, manifests);
        string[] parts =
        [
            "argocd-metrics", "argocd-server-metrics", "argocd-repo-server", "argocd-notifications-controller-metrics",
            "source-controller", "kustomize-controller", "helm-controller", "notification-controller", "gitops-companion",
        ];
        parts.Should().AllSatisfy(part => manifests.Should().Contain(part));
        (manifests.Split("\nkind: ").Length - 1).Should().Be(6);
    }

    [Fact]
    public async Task Services_give_each_controller_of_Flux_a_port_for_metrics()
    {
        var folder = Path.Combine(Provisioning, "kubernetes", "monitoring", "flux-services");
        var (exitCode, manifests) = await Run.ToEndAsync("kubectl", "kustomize", folder);
        exitCode.Should().Be(0, manifests);
        (manifests.Split("targetPort: http-prom").Length - 1).Should().Be(4);
        var scraped = File.ReadAllText(Path.Combine(Provisioning, "prometheus", "prometheus.yml"));
        foreach (var name in new[] { "source", "kustomize", "helm", "notification" })
        {
            manifests.Should().Contain($"name: {name}-controller-metrics");
            scraped.Should().Contain($"{name}-controller-metrics.flux-system.svc:8080");
        }
    }

    [Fact]
    public void Collector_is_made_of_components_that_are_there_and_used()
    {
        var config = ProvisioningYaml.Load(Path.Combine(Provisioning, "opentelemetry-collector", "config.yaml")).Should().ContainSingle().Which;
        string[] sections = ["extensions", "receivers", "processors", "exporters"];
        var defined = sections.ToDictionary(
            section => section, section => config[section]!.AsObject().Select(pair => pair.Key).ToHashSet());
        defined.Values.SelectMany(names => names).Except(CollectorComponents).Should().BeEmpty();

        var used = DashboardFile.Texts(config["service"]!["extensions"]).Select(name => ("extensions", name)).ToHashSet();
        var pipelines = config["service"]!["pipelines"]!.AsObject().SelectMany(pipeline => pipeline.Value!.AsObject());
        foreach (var (section, names) in pipelines)
            used.UnionWith(DashboardFile.Texts(names).Select(name => (section, name)));
        used.Order().Should().Equal(defined.SelectMany(section => section.Value.Select(name => (section.Key, name))).Order());
    }

    [Fact]
    public async Task Question_in_the_pod_finds_the_configuration_of_the_service()
    {
        var (exitCode, manifests) = await Run.ToEndAsync("kubectl", "kustomize", Path.Combine(Provisioning, "kubernetes", "overlays", "sqlite"));
        exitCode.Should().Be(0);
        manifests.Should().Contain("- name: GITOPS_CONFIG\n          value: /etc/gitops/config/gitops.yaml")
            .And.Contain("mountPath: /etc/gitops/config\n").And.NotContain("--config");
        File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile")).Should().Contain("ENTRYPOINT [\"gitops\"]");
    }

    [Fact]
    public async Task Compose_file_is_valid_with_every_profile()
    {
        string[] what = ["--file", Path.Combine(Repository.Root, "docker-compose.yml"), "--profile", "real", "--profile", "postgres"];
        (await Run.ToEndAsync("docker-compose", [.. what, "config", "--quiet"])).Should().Be((0, ""));
    }

    [Fact]
    public void Containers_run_without_rights_from_images_of_a_fixed_version()
    {
        // The loader leaves out YAML's anchors, so the text is looked at, service by service.
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));
        var (begin, end) = (text.IndexOf("\nservices:", StringComparison.Ordinal), text.IndexOf("\n\nvolumes:", StringComparison.Ordinal));
        var services = text[begin..end].Split("\n\n");
        services.Should().HaveCount(6);
        services.Should().AllSatisfy(service => service.Should().MatchRegex("user: \"[1-9][0-9]*:[0-9]+\""));
        services.Should().AllSatisfy(service => service.Should().MatchRegex("image: [a-z/-]+:v?[0-9]+\\.[0-9.]+"));
        services.Should().AllSatisfy(service => service.Should().MatchRegex("<<: \\*hardened|read_only: true\n    cap_drop: \\[ALL\\]"));
    }

    [Fact]
    public void Images_are_built_from_fixed_versions_and_run_as_somebody_without_rights()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));
        lines.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)).Should().AllSatisfy(
            line => line.Should().MatchRegex("^FROM [a-z./-]+:[0-9]+\\.[0-9.]+[a-z-]* AS [a-z]+$"));
        var taken = lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]).Where(name => !name.Contains('*'));
        taken.Should().AllSatisfy(name => Path.Exists(Path.Combine(Repository.Root, name)).Should().BeTrue($"{name} is not in the checkout."));
        var sent = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore"));
        taken.Should().AllSatisfy(name => sent.Should().Contain($"!{name.Split('/')[0]}"));
        lines.Should().Contain("USER 65532:65532");
        lines[^1].Should().StartWith("CMD");
    }
}
