using GrafanaGitOps.Service.Sources.Kubernetes;
using Microsoft.AspNetCore.Http;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes.Access;

/// <summary>What happens when the configuration changes while we run.</summary>
public sealed class ClusterConnectionTests
{
    private static readonly ResourceQuery Widgets = new(new ApiResource(FakeApiServer.Group, "v1", "widgets", "Widget", IsNamespaced: true));

    private readonly List<string> _asked = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kubeconfig_that_changes_is_read_again_in_the_same_context()
    {
        await using var server = await StartAsync(context => context.Response.WriteAsync(FakeApiServer.List("1", "")));
        using var client = server.Client("{token: first}");
        await ListAsync(client);
        server.WriteKubeconfig("{token: second}", currentContext: "other");
        await ListAsync(client);

        _asked.Should().Equal("GET Bearer first", "GET Bearer second");
    }

    [Fact]
    public async Task Kubeconfig_that_is_broken_for_a_while_is_told_and_used_again_afterwards()
    {
        await using var server = await StartAsync(context => context.Response.WriteAsync(FakeApiServer.List("1", "")));
        using var client = server.Client();
        await ListAsync(client);
        await File.WriteAllTextAsync(server.Kubeconfig, "half: [", Cancellation);
        var exception = (await FluentActions.Awaiting(() => ListAsync(client)).Should().ThrowExactlyAsync<KubernetesException>()).Which;
        server.WriteKubeconfig("{}");
        await ListAsync(client);

        exception.Message.Should().StartWith($"{server.Kubeconfig} is not a kubeconfig in valid YAML");
        _asked.Should().HaveCount(2);
    }

    [Fact]
    public async Task Answer_that_leads_elsewhere_is_not_followed()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        using var client = server.Client("{token: secret}");
        var exception = (await FluentActions.Awaiting(() => ListAsync(client)).Should().ThrowExactlyAsync<KubernetesException>()).Which;

        exception.Message.Should().Be("Cluster fake: /apis/fake.test/v1/widgets: status 302.");
        _asked.Should().ContainSingle();
    }

    private static async Task ListAsync(ClusterClient client) => await client.ListAsync(Widgets, TestCluster.ParseName, Cancellation).CountAsync(Cancellation);

    private Task<FakeApiServer> StartAsync(RequestDelegate answer) => FakeApiServer.StartAsync(context =>
    {
        _asked.Add($"{context.Request.Method} {context.Request.Headers.Authorization}");
        return answer(context);
    });
}
