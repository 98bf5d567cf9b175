using GrafanaGitOps.Service.Tests.Sources.Clusters;
using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Documentation;

/// <summary>
/// Every command of the README is run as it stands there. Only what is left to its reader is filled in: addresses, files, the cluster.
/// </summary>
[Collection(OperatorClusterCollection.Name)]
public sealed class ReadmeCommandTests(OperatorCluster cluster, ReadmeBench bench) : IClassFixture<ReadmeBench>
{
    private const string Deployments = "https://github.com/your/deployments";

    private const string Secret = "0123456789abcdef0123456789abcdef";

    private const string Rules = """
        groups:
          - name: shop
            rules:
              - alert: Gone
                expr: argocd_app_sync_status{sync_status="OutOfSync"} > 0
              - alert: Fine
                expr: argocd_app_info{sync_status="OutOfSync"} > 0
        """;

    public static IEnumerable<TheoryDataRow<string>> Commands =>
        ReadmeFile.Commands.Select(command => new TheoryDataRow<string>(command));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Dictionary<string, Func<string, Task>> Runners => new()
    {
        ["./scripts/demo.sh"] = command => IsRunBy(
            command, ("EndToEnd/DemoProcess.cs", "\"demo.sh\""), ("EndToEnd/DemoTests.cs", "DemoProcess.Start()"),
            ("EndToEnd/DemoTests.cs", "DemoProcess.Start(\"--repository\""),
            ("EndToEnd/ClusterDemoTests.cs", "DemoProcess.Start(\"--kubeconfig\"")),
        ["./scripts/test.sh"] = command => IsRunBy(command, ("../../.ci/run", "./scripts/test.sh")),
        ["./scripts/package-plugin.sh --service artifacts/publish"] = command => IsRunBy(command, ("../../plugin/tests/package/zip.test.ts", "'package-plugin.sh'")),
        // There is no Docker engine where the tests run: Compose itself reads the file, and the images' files are held to rules.
        ["docker compose up --build"] = command => IsRunBy(command, ("Dashboards/ProvisioningFileTests.cs", "\"docker-compose\"")),
        ["docker build -t gitops-companion:0.1.0 ."] = IsNamedByDockerfileAsync,
        ["docker build -t gitops-grafana:0.1.0 --target grafana ."] = IsNamedByDockerfileAsync,
        ["./scripts/publish.sh"] = PublishAsync,
        ["./scripts/benchmark.sh"] = MeasureAsync,
        ["gitops demo"] = bench.DemoAsync,
        ["gitops serve --config gitops.yaml"] = ServeConfigurationAsync,
        [$"gitops serve --kubeconfig ~/.kube/config --context production --repository {Deployments}"] = ServeClusterAsync,
        ["gitops query sync_status"] = QueryStatusAsync,
        ["gitops query commits --type feat --path apps/payments --limit 20 --format table|json|csv"] = QueryCommitsAsync,
        ["gitops check-rules provisioning/alerting/gitops.yaml dashboards/*.json"] = CheckOurRulesAsync,
        ["gitops check-rules rules.yaml --prometheus http://127.0.0.1:9090"] = CheckAgainstPrometheusAsync,
        ["gitops check-rules rules.yaml --metrics http://127.0.0.1:8082/metrics"] = CheckAgainstMetricsAsync,
        ["curl http://COMPANION/readyz"] = AskCompanionAsync,
        ["kubectl apply -k provisioning/kubernetes/overlays/sqlite"] = ApplyOverlaysAsync,
        ["kubectl apply -k provisioning/kubernetes/monitoring"] = ApplyMonitorsAsync,
        ["kubectl -n gitops create secret generic gitops-companion --from-literal=token=TOKEN"] = MakeSecretAsync,
        ["kubectl apply -k provisioning/kubernetes/flux-events"] = ApplyFluxEventsAsync,
        ["node dashboards/build.mjs"] = BuildDashboardsAsync,
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public Task Command_does_what_the_page_says(string command)
    {
        Runners.TryGetValue(command, out var run).Should().BeTrue($"Nothing here runs `{command}` of the README.");
        return run!(command);
    }

    [Fact]
    public void Nothing_is_run_that_the_pages_no_longer_name() => Runners.Keys.Except(ReadmeFile.Commands).Should().BeEmpty();

    /// <summary>What another test or CI itself runs, is not run again. Files are named from this project.</summary>
    private static Task IsRunBy(string command, params (string File, string Text)[] places)
    {
        var program = Path.GetFileName(command.Split(' ')[0]);
        places[0].Text.Should().Contain(program);
        var project = Path.Combine(Repository.Root, "tests", "GrafanaGitOps.Service.Tests");
        foreach (var (file, text) in places) File.ReadAllText(Path.Combine(project, file)).Should().Contain(text);
        return Task.CompletedTask;
    }

    /// <summary>Compiling everything ahead takes longer than all that is here, so the script is only read.</summary>
    private async Task PublishAsync(string command)
    {
        await SucceedAsync($"bash -n {command}", Repository.Root);
        var script = await File.ReadAllTextAsync(Path.Combine(Repository.Root, command), Cancellation);
        script.Should().Contain("dotnet publish service/GrafanaGitOps.Service -c Release -r linux-x64");
    }

    /// <summary>The script publishes first and measures for long: it is read, and the program is asked for its benchmarks.</summary>
    private async Task MeasureAsync(string command)
    {
        await SucceedAsync($"bash -n {command}", Repository.Root);
        var script = await File.ReadAllTextAsync(Path.Combine(Repository.Root, command), Cancellation);
        script.Should().Contain("dotnet artifacts/benchmarks/GrafanaGitOps.Benchmarks.dll \"$@\"");
        var program = Path.Combine(Repository.Root, "tests", "benchmarks", "bin", "Release", "net10.0", "GrafanaGitOps.Benchmarks.dll");
        var (code, _, errors) = await bench.RunAsync($"dotnet '{program}' none");
        code.Should().Be(2);
        errors.Should().StartWith("There is no benchmark \"none\". There are grpc-echo, ");
    }

    private async Task ServeConfigurationAsync(string command)
    {
        var work = new WorkRepository(Path.Combine(bench.Folder, "configured", "origin"));
        work.Commit("feat: begin");
        work.Checkout("env/production");
        work.Commit("feat: on a branch that the file names");
        await using var git = await GitHttpServer.StartAsync(work.Folder);
        var secrets = Directory.CreateDirectory(Path.Combine(bench.Folder, "configured", "secrets")).FullName;
        foreach (var name in (string[])["github", "flux"]) await File.WriteAllTextAsync(Path.Combine(secrets, name), Secret, Cancellation);
        var text = Fill(
            ReadmeFile.Configuration, (Deployments, git.Url), ("/etc/gitops/kubeconfig", WriteKubeconfig()), ("/etc/gitops/secrets", secrets));
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "gitops.yaml"), text, Cancellation);
        var data = Path.Combine(bench.Folder, "configured", "data");
        (string, string)[] environment =
            [("DEPLOYMENTS_TOKEN", "secret"), ("GITLAB_SECRET", Secret), ("FORGE_SECRET", Secret), ("GITOPS__DATADIRECTORY", data)];

        await using var service = bench.Start(command, null, environment);
        await ReadmeBench.ReadyAsync(service);
        var repositories = await SucceedAsync("gitops query repositories --columns name,commits --format csv", null, environment);
        await EndAsync(service);

        repositories.Should().Be("name,commits\r\norigin,2\r\n");
    }

    private async Task ServeClusterAsync(string command)
    {
        var work = new WorkRepository(Path.Combine(bench.Folder, "deployments"));
        work.Commit("feat: begin");
        Directory.CreateDirectory(Path.Combine(bench.Folder, ".kube"));
        File.Copy(WriteKubeconfig(), Path.Combine(bench.Folder, ".kube", "config"));

        await using var service = bench.Start(Fill(command, (Deployments, work.Folder)));
        await ReadmeBench.ReadyAsync(service);
        var commits = await SucceedAsync("gitops query commits --columns repository,subject --format csv");
        var watched = await SucceedAsync("gitops query operators --columns cluster,name,state --format csv");
        await EndAsync(service);

        commits.Should().Be("repository,subject\r\ndeployments,feat: begin\r\n");
        watched.Should().Contain("production,applications.argoproj.io,");
    }

    private async Task QueryStatusAsync(string command)
    {
        var demo = await bench.DemoAsync();
        (await SucceedAsync(command, null, demo.Ledger)).Should().MatchRegex("(?m)^production +checkout ");
    }

    private async Task QueryCommitsAsync(string command)
    {
        var demo = await bench.DemoAsync();
        foreach (var format in command.Split(' ')[^1].Split('|'))
        {
            var output = await SucceedAsync(Fill(command, ("table|json|csv", format)), null, demo.Ledger);
            output.Should().Contain("feat(payments): settlement report by country");
        }
    }

    private async Task CheckOurRulesAsync(string command)
    {
        var output = await SucceedAsync(command, Repository.Root);
        output.Should().Contain(" 0 of their parts can never find anything.");
    }

    private async Task CheckAgainstPrometheusAsync(string command)
    {
        var demo = await bench.DemoAsync();
        var file = Path.Combine(bench.Folder, "prometheus.yml");
        await File.WriteAllTextAsync(
            file,
            $$"""
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: argocd
                metrics_path: /metrics/argocd
                static_configs: [{targets: ["{{demo.Shop.Authority}}"]}]
            """,
            Cancellation);
        await using var prometheus = await PrometheusServer.StartAsync(file, Path.Combine(bench.Folder, "prometheus"));
        await prometheus.UntilSeriesAsync("argocd_app_info{sync_status=\"OutOfSync\"}");
        await FindGoneAsync(Fill(command, ("http://127.0.0.1:9090", prometheus.Address.ToString())));
    }

    private async Task CheckAgainstMetricsAsync(string command)
    {
        var demo = await bench.DemoAsync();
        var endpoint = new Uri(demo.Shop, "/metrics/argocd").ToString();
        await FindGoneAsync(Fill(command, ("http://127.0.0.1:8082/metrics", endpoint)));
    }

    private async Task FindGoneAsync(string command)
    {
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "rules.yaml"), Rules, Cancellation);
        var (code, output, errors) = await bench.RunAsync(command);
        (code, errors).Should().Be((1, ""));
        output.Should().Contain("Gone: never has a result");
        output.Should().NotContain("Fine");
    }

    private async Task AskCompanionAsync(string command)
    {
        var demo = await bench.DemoAsync();
        (await SucceedAsync(Fill(command, ("COMPANION", demo.Companion.Authority)))).Should().Be("ok\n");
    }

    private async Task ApplyOverlaysAsync(string command)
    {
        foreach (var overlay in new[] { "sqlite", "postgres" })
        {
            var applied = await ApplyAsync(Fill(command, ("sqlite", overlay)));
            applied.Should().Contain("deployment.apps/gitops-companion ");
        }
    }

    /// <summary>The namespace is there: the cluster of these tests begins with the manifests.</summary>
    private async Task MakeSecretAsync(string command) =>
        (await ApplyAsync(Fill(command, ("TOKEN", "secret")))).Should().Be("secret/gitops-companion created\n");

    private static Task IsNamedByDockerfileAsync(string command) =>
        IsRunBy(command, ("../../Dockerfile", $"#   {command}"), ("Dashboards/ProvisioningFileTests.cs", "\"Dockerfile\""));

    /// <summary>The Prometheus operator's definitions are not here, so its kinds are made to take anything.</summary>
    private async Task ApplyMonitorsAsync(string command)
    {
        var server = cluster.Required();
        await server.ApplyAsync(Kind("ServiceMonitor") + "\n---\n" + Kind("PodMonitor"));
        await server.EstablishedAsync();

        (await ApplyAsync(command)).Should().Contain("servicemonitor.monitoring.coreos.com/gitops-companion ");
        (await ApplyAsync($"{command}/flux-services")).Should().Contain("service/helm-controller-metrics ");

        static string Kind(string kind) => $$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: {{kind.ToLowerInvariant()}}s.monitoring.coreos.com}
            spec:
              group: monitoring.coreos.com
              names: {kind: {{kind}}, plural: {{kind.ToLowerInvariant()}}s}
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true} }
            """;
    }

    private async Task ApplyFluxEventsAsync(string command)
    {
        await cluster.Required().KubectlAsync("wait --for=condition=Established --timeout=60s --all crd");
        (await ApplyAsync(command)).Should().Contain("provider.notification.toolkit.fluxcd.io/gitops-companion ")
            .And.Contain("alert.notification.toolkit.fluxcd.io/gitops-companion ");
    }

    private async Task BuildDashboardsAsync(string command)
    {
        string[] folders = ["dashboards", "dashboards/src", "provisioning/alerting"];
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(Path.Combine(bench.Folder, folder));
            foreach (var source in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.mjs"))
                File.Copy(source, Path.Combine(bench.Folder, folder, Path.GetFileName(source)));
        }

        await SucceedAsync(command);

        var written = Directory.EnumerateFiles(Path.Combine(Repository.Root, "dashboards"), "*.json")
            .Append(Path.Combine(Repository.Root, "provisioning", "alerting", "gitops.yaml"));
        written.Should().AllSatisfy(file => File.ReadAllText(Path.Combine(bench.Folder, Path.GetRelativePath(Repository.Root, file))).Should().Be(
            File.ReadAllText(file)));
    }

    private Task<string> ApplyAsync(string command) =>
        SucceedAsync(command, Repository.Root, ("KUBECONFIG", cluster.Required().Kubeconfig));

    private string WriteKubeconfig() => cluster.WriteKubeconfig("readme", "production", $"token: \"{cluster.Required().Token}\"");

    private async Task<string> SucceedAsync(string command, string? folder = null, params (string Name, string Value)[] environment)
    {
        var (code, output, errors) = await bench.RunAsync(command, folder, environment);
        code.Should().Be(0, $"{command} ended with {code}: {output}{errors}");
        return output;
    }

    private static async Task EndAsync(CommandLine.GitOpsProcess service)
    {
        await service.SignalAsync("TERM");
        (await service.WaitAsync()).Should().Be(0);
    }

    /// <summary>Puts what a reader would write in the place of what stands in the page, which must stand there.</summary>
    private static string Fill(string text, params ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        foreach (var (placeholder, value) in values)
        {
            text.Should().Contain(placeholder);
            text = text.Replace(placeholder, value, StringComparison.Ordinal);
        }

        return text;
    }
}
