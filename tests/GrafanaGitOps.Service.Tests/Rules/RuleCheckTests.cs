using System.Net;
using GrafanaGitOps.Service.Tests.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Service.Tests.Rules;

/// <summary>The command <c>check-rules</c> as people run it, on files of every kind that it reads.</summary>
public sealed class RuleCheckTests
{
    private static readonly string Cases = Path.Combine(Repository.Root, "tests", "GrafanaGitOps.Service.Tests", "Rules", "Cases");

    [Theory]
    [InlineData("known", "prometheus-rules.yaml prometheus-rule-object.yaml grafana-alerts.yaml dashboard-in-config-map.yaml", 1)]
    [InlineData("metrics", "against-metrics.yaml --metrics metrics.txt", 1)]
    [InlineData("nothing-wrong", "nothing-wrong.yaml --metrics metrics.txt", 0)]
    [InlineData("no-file", "missing.yaml", 2)]
    [InlineData("no-metrics", "against-metrics.yaml --metrics missing.txt", 2)]
    [InlineData("wrong-address", "against-metrics.yaml --prometheus localhost:9090", 2)]
    public async Task Check_says_what_can_never_have_a_result(string name, string arguments, int expected)
    {
        var (code, output, errors) = await GitOpsProcess.RunAsync(Cases, ["check-rules", .. arguments.Split(' ')]);

        code.Should().Be(expected);
        Golden.Matches($"GrafanaGitOps.Service.Tests/Rules/{name}.golden.txt", output + errors);
    }

    [Fact]
    public async Task Our_own_dashboards_and_rules_are_not_wrong()
    {
        string[] folders = ["dashboards", "provisioning/alerting", "provisioning/prometheus", "provisioning/kubernetes/monitoring"];
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".json" or ".yaml" or ".yml");

        var (code, output, errors) = await GitOpsProcess.RunAsync(Repository.Root, ["check-rules", .. files]);

        errors.Should().BeEmpty();
        output.Should().MatchRegex(@"^\d{2,} expressions read, 0 of their parts can never find anything\.");
        code.Should().Be(0);
    }

    [Fact]
    public async Task Prometheus_is_asked_for_what_it_has_seen()
    {
        await using var target = await ServeAsync(await File.ReadAllTextAsync(Path.Combine(Cases, "metrics.txt"), TestContext.Current.CancellationToken));
        await using var prometheus = await PrometheusServer.StartAsync(new Uri(AddressOf(target)).Authority);
        await prometheus.UntilSeriesAsync("argocd_app_info");

        var (code, output, errors) = await GitOpsProcess.RunAsync(Cases, "check-rules", "against-metrics.yaml", "--prometheus", prometheus.Address.ToString());

        code.Should().Be(1);
        Golden.Matches("GrafanaGitOps.Service.Tests/Rules/prometheus.golden.txt", output + errors);
    }

    [Fact]
    public async Task Prometheus_that_is_none_is_named_without_its_password()
    {
        await using var target = await ServeAsync("hello");
        var address = AddressOf(target).Replace("://", "://user:secret@", StringComparison.Ordinal);

        var (code, output, errors) = await GitOpsProcess.RunAsync(Cases, "check-rules", "against-metrics.yaml", "--prometheus", address);

        (code, output).Should().Be((2, ""));
        errors.Should().Contain("did not answer as a Prometheus does");
        errors.Should().NotContain("secret");
    }

    private static string AddressOf(WebApplication application) =>
        application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private static async Task<WebApplication> ServeAsync(string text)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        application.Run(context => context.Response.WriteAsync(text));
        await application.StartAsync(TestContext.Current.CancellationToken);
        return application;
    }
}
