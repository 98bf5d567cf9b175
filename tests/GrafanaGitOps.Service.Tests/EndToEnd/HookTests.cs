using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using GrafanaGitOps.Service.Tests.CommandLine;
using GrafanaGitOps.Service.Tests.Senders;

namespace GrafanaGitOps.Service.Tests.EndToEnd;

/// <summary>The real program, and somebody who pushes to it.</summary>
public sealed class HookTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-hooks-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string RepositoryFolder => Path.Combine(_folder.FullName, "shop");

    private string Body => Deliveries.GitHubPush.Replace("https://github.com/org/shop.git", RepositoryFolder, StringComparison.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Push_brings_the_commit_at_once()
    {
        await ConfigureAsync();
        await using var service = Start();
        using var client = await ConnectAsync(service);
        await Wait.UntilAsync(async () => (await client.GetStringAsync("/metrics", Cancellation)).Contains("gitops_repository_commits{repository=\"shop\"} 1\n"));
        await CommitAsync("second");

        (await PushAsync(client, "d1")).Should().Be(HttpStatusCode.Accepted);

        var metrics = "";
        await Wait.UntilAsync(
            async () => (metrics = await client.GetStringAsync("/metrics", Cancellation)).Contains("gitops_repository_commits{repository=\"shop\"} 2\n"), () => metrics);
        (await InboxAsync()).Should().Equal("d1 Done Fetches shop: alice pushed 1113728 to main.");
    }

    [Fact]
    public async Task Push_that_was_acknowledged_outlives_a_kill()
    {
        await ConfigureAsync();
        // As long as another process holds the lock of the one that collects, nothing is processed.
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "data"));
        var leader = new FileStream(Path.Combine(_folder.FullName, "data", "gitops.db-leader"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        await using (var service = Start())
        {
            using var client = await ConnectAsync(service);
            for (var number = 1; number <= 20; number++) (await PushAsync(client, $"d{number}")).Should().Be(HttpStatusCode.Accepted);
            await service.SignalAsync("KILL");
            await service.WaitAsync();
        }

        (await InboxAsync()).Should().HaveCount(20).And.OnlyContain(row => row.Contains(" Waiting "));
        await leader.DisposeAsync();
        await using var next = Start();
        using var nextClient = await ConnectAsync(next);
        await Wait.UntilAsync(async () => (await nextClient.GetStringAsync("/metrics", Cancellation)).Contains("gitops_inbox_waiting{source=\"github\"} 0\n"));
        (await PushAsync(nextClient, "d7")).Should().Be(HttpStatusCode.OK);
        (await InboxAsync()).Should().HaveCount(20).And.OnlyContain(row => row.Contains(" Done Fetches shop"));
    }

    [Fact]
    public async Task Pushes_that_are_under_way_at_a_kill_are_kept_or_were_not_acknowledged()
    {
        await ConfigureAsync();
        var (acknowledged, random) = (new ConcurrentBag<string>(), new Random(20261128));
        for (var kill = 0; kill < 4; kill++)
        {
            await using var service = Start();
            using var client = await ConnectAsync(service);
            var (round, enough) = (kill, random.Next(20, 150) + acknowledged.Count);
            var pushing = Enumerable.Range(0, 8).Select(sender => PushUntilItEndsAsync(client, $"{round}-{sender}", acknowledged)).ToList();
            await Wait.UntilAsync(() => acknowledged.Count >= enough);
            await service.SignalAsync("KILL");
            await Task.WhenAll(pushing);
            await service.WaitAsync();
        }

        await using var last = Start();
        using var lastClient = await ConnectAsync(last);
        await Wait.UntilAsync(async () => (await lastClient.GetStringAsync("/metrics", Cancellation)).Contains("gitops_inbox_waiting{source=\"github\"} 0\n"));
        var kept = await InboxAsync();
        kept.Select(row => row.Split(' ')[0]).Should().Contain(acknowledged).And.OnlyHaveUniqueItems();
        kept.Should().OnlyContain(row => row.Contains(" Done Fetches shop"));
    }

    private async Task PushUntilItEndsAsync(HttpClient client, string sender, ConcurrentBag<string> acknowledged)
    {
        for (var number = 0; ; number++)
        {
            try
            {
                if (await PushAsync(client, $"{sender}-{number}") == HttpStatusCode.Accepted) acknowledged.Add($"{sender}-{number}");
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private async Task ConfigureAsync()
    {
        Directory.CreateDirectory(RepositoryFolder);
        await GitAsync("init", "--quiet", "--initial-branch=main");
        await CommitAsync("first");
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "gitops.yaml"),
            $$"""
            http: { address: "127.0.0.1:0" }
            plugin: { address: "127.0.0.1:0" }
            git: { pollInterval: 1h, repositories: [ { url: "{{RepositoryFolder}}" } ] }
            hooks: { receivers: [ { sender: github, secret: "{{Deliveries.Secret}}" } ] }
            """,
            Cancellation);
    }

    private GitOpsProcess Start() => GitOpsProcess.Start(_folder.FullName, new Dictionary<string, string>(), "serve", "--config", "gitops.yaml");

    private static async Task<HttpClient> ConnectAsync(GitOpsProcess service)
    {
        await service.ReadLineAsync("GitOps");
        var client = new HttpClient { BaseAddress = new Uri((await service.ReadLineAsync("/metrics")).Split(' ')[^1]) };
        await Wait.UntilAsync(async () =>
        {
            using var answer = await client.GetAsync("/readyz", Cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        });
        return client;
    }

    private async Task<HttpStatusCode> PushAsync(HttpClient client, string delivery)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/github") { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-GitHub-Event", "push");
        request.Headers.Add("X-GitHub-Delivery", delivery);
        request.Headers.Add("X-Hub-Signature-256", Deliveries.Signature(Body));
        using var answer = await client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    private async Task<IEnumerable<string>> InboxAsync()
    {
        var (exitCode, output, errors) = await GitOpsProcess.RunAsync(_folder.FullName, "query", "inbox", "--config", "gitops.yaml", "--limit", "100000", "--format", "json");
        exitCode.Should().Be(0, errors);
        return JsonElement.Parse(output).EnumerateArray().Select(row =>
            $"{row.GetProperty("delivery").GetString()} {row.GetProperty("state").GetString()} {(row.TryGetProperty("outcome", out var outcome) ? outcome.GetString() : null)}").ToList();
    }

    private async Task CommitAsync(string subject)
    {
        await File.WriteAllTextAsync(Path.Combine(RepositoryFolder, "file"), subject, Cancellation);
        await GitAsync("add", ".");
        await GitAsync("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "-m", subject);
    }

    private async Task GitAsync(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", RepositoryFolder, .. arguments]))!;
        await git.WaitForExitAsync(Cancellation);
        git.ExitCode.Should().Be(0);
    }
}
