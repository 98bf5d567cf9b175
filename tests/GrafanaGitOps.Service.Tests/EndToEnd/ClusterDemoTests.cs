using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Tests.Sources.Clusters;
using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.EndToEnd;

/// <summary>From the objects of both operators on a real API server and a real repository to the terminal and to a plugin host.</summary>
[Collection(OperatorClusterCollection.Name)]
public sealed class ClusterDemoTests(OperatorCluster cluster) : IDisposable
{
    private static readonly string[] Compared =
        ["environment", "application", "kind", "cluster", "sync", "health", "deployed_short", "desired_short", "commits_behind", "budget"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-cluster-demo-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_of_a_cluster_prints_what_is_deployed_and_the_same_comes_through_a_plugin_host()
    {
        await cluster.EmptyAsync();
        var work = new WorkRepository(Path.Combine(_folder.FullName, "origin"));
        var deployed = work.Commit("feat(shop): begin", ("apps/shop/pool.yaml", "size: 1"), ("clusters/production/web.yaml", "replicas: 1"));
        work.Commit("docs: say more", ("README.md", "more"));
        var head = work.Commit("fix(shop): connection pool settings", ("apps/shop/pool.yaml", "size: 9"));
        await using var git = await GitHttpServer.StartAsync(work.Folder);
        await CreateArgoCdAsync(git.Url, deployed, head);
        await CreateFluxAsync(git.Url, head);

        await using var demo = DemoProcess.Start("--kubeconfig", cluster.Kubeconfig, "--repository", git.Url, "--plugin-address", "127.0.0.1:0");
        var lines = await demo.ReadAsync();
        var address = lines.First(line => line.StartsWith("  Grafana ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        var rows = await AskAsync(address);
        await demo.StopAsync();

        // One commit behind: the other one touches nothing of the application.
        string[] Expected(string budget) =>
        [
            $"production shop Application edge OutOfSync Healthy {deployed[..8]} {head[..8]} 1 {budget}",
            $"production web Kustomization edge Synced Healthy {head[..8]} {head[..8]} 0 {budget}",
        ];
        rows.Order(StringComparer.Ordinal).Should().Equal(Expected("1800"));
        Table(lines).Order(StringComparer.Ordinal).Should().Equal(Expected("30 min"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<JsonObject> CreateArgoCdAsync(string url, string deployed, string head) => cluster.Writer.CreateAsync(Replace(
        ClusterWriter.Case("ArgoCd", "out-of-sync-new-commit")[0],
        ("https://git.example.com/platform/deployments.git", url),
        ("apps/shop/overlays/production", "apps/shop"),
        ("a6daaa72000bdb9404414615f2face6f92c4132c", deployed),
        ("e88e7dd6adb7267bab1b11f0e1b69b5a419bb03e", head)));

    private async Task CreateFluxAsync(string url, string head)
    {
        foreach (var document in ClusterWriter.Case("Flux", "kustomization-ready"))
        {
            await cluster.Writer.CreateAsync(Replace(
                document,
                ("ssh://git@git.example.com/platform/fleet.git", url),
                ("./apps/production", "./clusters/production"),
                ("\"name\":\"shop\"", "\"name\":\"web\""),
                ("a6daaa72000bdb9404414615f2face6f92c4132c", head)));
        }
    }

    private static JsonObject Replace(JsonObject document, params ReadOnlySpan<(string Old, string New)> texts)
    {
        var json = document.ToJsonString();
        foreach (var (old, @new) in texts) json = json.Replace(old, @new, StringComparison.Ordinal);
        return JsonNode.Parse(json)!.AsObject();
    }

    private async Task<List<string>> AskAsync(string address)
    {
        await using var host = await PluginHost.StartAsync(
            Path.Combine(Repository.Root, "plugin", "gpx_gitops_companion_linux_amd64"),
            new Dictionary<string, string> { ["GF_PLUGIN_COMPANION_ADDRESS"] = address });
        var answers = await host.QueryAsync(
            _folder.FullName, [new { refId = "A", queryType = "sync_status" }], DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow());
        answers["A"].Error.Should().BeEmpty();

        var rows = new List<string>();
        using var reader = Process.Start(new ProcessStartInfo(Repository.InteropProgram("arrow-to-json"), ["--rows", answers["A"].Files.Should().ContainSingle().Which])
        {
            RedirectStandardOutput = true,
        })!;
        while (await reader.StandardOutput.ReadLineAsync(Cancellation) is { } line)
            rows.Add(string.Join(' ', Compared.Select(column => JsonElement.Parse(line).GetProperty(column).ToString())));
        await reader.WaitForExitAsync(Cancellation);
        return rows;
    }

    /// <summary>The rows of the printed table, with the compared columns, which stand where their titles do.</summary>
    private static List<string> Table(IReadOnlyList<string> lines)
    {
        var title = lines.Index().First(line => line.Item == "Applications").Index + 1;
        var columns = Compared.Select(column => lines[title].IndexOf(column, StringComparison.Ordinal)).ToList();
        return
        [
            .. lines.Skip(title + 1).TakeWhile(line => line.Length > 0)
                .Select(line => string.Join(' ', columns.Select(start => line[start..].Split("  ")[0]))),
        ];
    }
}
