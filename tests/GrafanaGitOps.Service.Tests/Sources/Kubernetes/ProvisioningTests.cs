using System.Net;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes;

/// <summary>The manifests of provisioning/kubernetes on a real API server, and the client with exactly the role that they give.</summary>
[Collection(TestCluster.Name)]
public sealed class ProvisioningTests(KubernetesApiServer fixture)
{
    private static readonly string[] Overlays = ["sqlite", "postgres"];

    [Fact]
    public async Task Manifests_are_accepted_and_their_role_reads_what_is_needed_and_nothing_more()
    {
        var server = fixture.Required();
        await server.KubectlAsync($"apply --server-side --force-conflicts --validate=false -f {Repository.SharedFixture("crds")}");
        foreach (var overlay in Overlays)
        {
            var manifests = await server.KubectlAsync($"kustomize {Path.Combine(Repository.Root, "provisioning", "kubernetes", "overlays", overlay)}");
            await server.ApplyAsync(manifests);
        }

        using var client = await AccessTests.ServiceAccountClientAsync(server, "gitops-companion", "gitops");
        foreach (var definition in Readable)
        {
            var resource = await WaitForServedAsync(client, definition);
            await client.ListAsync(new ResourceQuery(resource), TestCluster.ParseName, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);
        }

        foreach (var plural in new[] { "secrets", "pods", "configmaps" })
        {
            var query = new ResourceQuery(new ApiResource("", "v1", plural, "", IsNamespaced: true));
            var refused = (await FluentActions.Awaiting(async () =>
                await client.ListAsync(query, TestCluster.ParseName, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken)).Should().ThrowExactlyAsync<KubernetesException>()).Which;
            refused.Status.Should().Be(HttpStatusCode.Forbidden);
        }

        (await RightsAsync(server)).Should().Be(ExpectedRights);
    }

    /// <summary>Of the kinds that are reserved, the fixtures define those.</summary>
    private static IEnumerable<ResourceDefinition> Readable =>
        SourceTable.All.SelectMany(source => source.Kinds.Select(kind => kind.Resource).Concat(source.Reserved))
            .Where(resource => resource.Plural is not ("applicationsets" or "imageupdateautomations"));

    /// <summary>What the API server itself says that the role may do: every rule has these verbs, besides asking about oneself and discovery.</summary>
    private const string ExpectedRights = "[get list watch]";

    private static async Task<string> RightsAsync(KubernetesApiServer server)
    {
        var table = await server.KubectlAsync("auth can-i --list --as system:serviceaccount:gitops:gitops-companion");
        var verbs = table.Split('\n').Skip(1)
            .Where(line => line.Length > 0 && !line.StartsWith(' ') && !line.StartsWith("selfsubject", StringComparison.Ordinal))
            .Select(line => line[line.LastIndexOf('[')..]).Distinct();
        return string.Join(", ", verbs);
    }

    private static Task<ApiResource> WaitForServedAsync(ClusterClient client, ResourceDefinition definition) =>
        Wait.ForAsync(() => client.Discovery.FindAsync(definition, TestContext.Current.CancellationToken), () => $"{definition} is not served.");
}
