using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Delivery;

public abstract partial class DeliveryContract
{
    private static readonly string[] Folders = ["a", "b", "a/deep", "base"];

    /// <summary>Whatever happened in whatever order, the answers are those that are found from scratch.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Answers_kept_up_to_date_are_those_found_from_scratch(int seed)
    {
        var random = new Random(seed);
        var repository = Bench.NewRepository();
        var first = repository.Commit(
            "c0", ("a/kustomization.yaml", "resources: [x, ../base]"), ("a/x", "0"), ("b/x", "0"), ("base/x", "0"), ("a/deep/x", "0"));
        var commits = new List<string> { first };
        await Bench.FetchAsync();
        foreach (var folder in Folders.Append(""))
            await Bench.PutAsync(new DeliveryApp($"app-{folder.Replace('/', '-')}", Source(repository, folder, first)));
        for (var step = 1; step <= 25; step++)
        {
            await StepAsync(random, repository, commits, step);
            if (random.Next(3) > 0) await Bench.RunAsync();
            if (random.Next(6) == 0) Bench.Restart();
            if (step % 5 == 0) await AssertSameAsFromScratchAsync($"seed {seed}, step {step}");
        }
    }

    private async Task StepAsync(Random random, WorkRepository repository, List<string> commits, int step)
    {
        var app = $"app-{Folders[random.Next(Folders.Length)].Replace('/', '-')}";
        switch (random.Next(9))
        {
            case 0 or 1 or 2:
                commits.Add(repository.Commit($"c{step}", ($"{Folders[random.Next(Folders.Length)]}/x", $"{step}")));
                await Bench.FetchAsync();
                break;
            case 3:
                Merge(random, repository, commits, step);
                commits.Add(repository.Run("rev-parse", "HEAD").Trim());
                await Bench.FetchAsync();
                break;
            case 4:
                var other = random.Next(2) == 0 ? "base" : "b";
                commits.Add(repository.Commit($"c{step}-paths", ("a/kustomization.yaml", $"resources: [x, ../{other}] # {step}")));
                await Bench.FetchAsync();
                break;
            case 5 when commits.Count > 2:
                repository.Reset("HEAD~1");
                commits.Add(repository.Commit($"c{step}-forced", ($"{Folders[random.Next(Folders.Length)]}/x", $"{step}")));
                await Bench.FetchAsync();
                break;
            case 6:
                var (folder, deployed) = (Folders[random.Next(Folders.Length)], commits[random.Next(commits.Count)]);
                await Bench.PutAsync(new DeliveryApp(app, Source(repository, folder, deployed)));
                break;
            default:
                await Bench.DeployAsync(app, commits[random.Next(Math.Max(0, commits.Count - 6), commits.Count)]);
                break;
        }
    }

    private static void Merge(Random random, WorkRepository repository, List<string> commits, int step)
    {
        repository.Checkout($"topic{step}");
        repository.Commit($"c{step}-topic", ($"{Folders[random.Next(Folders.Length)]}/topic{step}", $"{step}"));
        repository.Checkout("main");
        commits.Add(repository.Commit($"c{step}-main", ($"{Folders[random.Next(Folders.Length)]}/main{step}", $"{step}")));
        // Sometimes the way round that makes the branch's own commits a side line.
        var isFoxtrot = random.Next(2) == 0;
        if (isFoxtrot) repository.Checkout($"topic{step}");
        repository.Merge(isFoxtrot ? "main" : $"topic{step}", $"c{step}-merge");
        if (!isFoxtrot) return;
        repository.Run("branch", "--force", "main", "HEAD");
        repository.Checkout("main");
    }

    private async Task AssertSameAsFromScratchAsync(string place)
    {
        await Bench.RunAsync();
        var kept = await Bench.DumpAsync();
        await using (var lease = await Bench.Store.Database.Engine.OpenWriterAsync(TestContext.Current.CancellationToken))
        {
            foreach (var table in new[] { "application_delivery", "application_paths", "pending_commits", "deployment_commits" })
                await Dapper.SqlMapper.ExecuteAsync(lease.Connection, $"DELETE FROM {table}");
            await Dapper.SqlMapper.ExecuteAsync(lease.Connection, "UPDATE sync_events SET commits_known = NULL, commits = NULL");
            await Dapper.SqlMapper.ExecuteAsync(lease.Connection, "UPDATE application_sources SET repository_id = NULL");
        }

        Bench.Restart();
        await Bench.RunAsync();
        $"{place}\n{kept}".Should().Be($"{place}\n{await Bench.DumpAsync()}");
    }
}
