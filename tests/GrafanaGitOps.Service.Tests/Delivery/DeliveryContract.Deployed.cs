using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.ArgoCd;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Delivery;

public abstract partial class DeliveryContract
{
    [Fact]
    public async Task Application_that_was_compared_with_a_commit_and_found_synced_is_deployed_at_it()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("shop/api.yaml", "1"));
        var second = repository.Commit("comment", ("shop/api.yaml", "1 # same"));
        await Bench.FetchAsync();
        await LookAsync(Argo(repository, "Synced", second, minute: 10, History(first, 1)));
        await AssertBehindAsync("argo: 0 comparison comment");

        // The next commit does change something, and the verdict on the one before is in the ledger alone.
        var third = repository.Commit("third", ("shop/api.yaml", "3"));
        await Bench.FetchAsync();
        await LookAsync(Argo(repository, "OutOfSync", third, minute: 12, History(first, 1)));
        await AssertBehindAsync("argo: 1 comparison comment");

        await LookAsync(Argo(repository, "Synced", third, minute: 14, History(first, 1), History(third, 13)));
        await AssertBehindAsync("argo: 0 sync third");

        // Back to what was there: a sync is newer than any comparison before it.
        await LookAsync(Argo(repository, "OutOfSync", third, minute: 16, History(third, 13), History(first, 15)));
        await AssertBehindAsync("argo: 2 sync first");
    }

    [Fact]
    public async Task Partial_self_heal_after_which_all_is_synced_deploys_the_commit()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("shop/api.yaml", "1"));
        var second = repository.Commit("second", ("shop/api.yaml", "2"));
        await Bench.FetchAsync();
        var heal = new JsonObject
        {
            ["operation"] = new JsonObject
            {
                ["initiatedBy"] = new JsonObject { ["automated"] = true },
                ["sync"] = new JsonObject
                {
                    ["revision"] = second,
                    ["autoHealAttemptsCount"] = 1,
                    ["resources"] = new JsonArray(new JsonObject { ["kind"] = "Deployment", ["name"] = "api" }),
                },
            },
            ["phase"] = "Succeeded",
            ["startedAt"] = Minute(5),
            ["finishedAt"] = Minute(6),
            ["syncResult"] = new JsonObject { ["revision"] = second },
        };
        await LookAsync(Argo(repository, "OutOfSync", second, minute: 5, heal.DeepClone(), History(first, 1)));
        await AssertBehindAsync("argo: 1 sync first");

        await LookAsync(Argo(repository, "Synced", second, minute: 7, heal, History(first, 1)));
        await AssertBehindAsync("argo: 0 partial sync second");
    }

    [Fact]
    public async Task Verdict_of_before_a_sync_or_of_other_sources_does_not_say_what_is_deployed()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("shop/api.yaml", "1"));
        var second = repository.Commit("second", ("shop/api.yaml", "2"));
        await Bench.FetchAsync();

        // Somebody synced to the first commit after Argo CD had compared with the second.
        await LookAsync(Argo(repository, "Synced", second, minute: 3, History(second, 2), History(first, 4)));
        await AssertBehindAsync("argo: 1 sync first");

        var moved = Argo(repository, "Synced", second, minute: 6, History(first, 4));
        moved["status"]!["sync"]!["comparedTo"] = new JsonObject { ["source"] = new JsonObject { ["repoURL"] = "https://git.example.com/old", ["path"] = "shop" } };
        await LookAsync(moved);
        await AssertBehindAsync("argo: 1 sync first");

        await LookAsync(Argo(repository, "Unknown", second, minute: 7, History(first, 4)));
        await AssertBehindAsync("argo: 1 sync first");
    }

    [Fact]
    public async Task Flux_writes_down_itself_what_it_applied()
    {
        var repository = Bench.NewRepository();
        var first = repository.Commit("first", ("shop/api.yaml", "1"));
        await Bench.FetchAsync();
        var kustomization = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "flux", ["namespace"] = "apps", ["uid"] = "flux" },
            ["spec"] = new JsonObject { ["path"] = "./shop", ["sourceRef"] = new JsonObject { ["kind"] = "GitRepository", ["name"] = "shop" } },
            ["status"] = new JsonObject { ["lastAppliedRevision"] = $"main@sha1:{first}" },
        };
        await Bench.LookAsync(KustomizationMapper.Map(FluxObjects.ParseKustomization(Bytes(kustomization)), "hub"));

        (await Bench.Store.Applications.ReadAsync(new ApplicationFilter(), TestContext.Current.CancellationToken))
            .Should().ContainSingle().Which.Status.DeployedBy.Should().Be(DeployedBy.Controller);
    }

    private Task LookAsync(JsonObject application) => Bench.LookAsync(ArgoCdMapper.Map(ArgoCdObjects.Parse(Bytes(application)), "hub"));

    /// <summary>Each application with the commits that wait for it, how it is known what is deployed, and what is.</summary>
    private async Task AssertBehindAsync(params string[] expected)
    {
        await Bench.RunAsync();
        var found = await Bench.Store.Applications.ReadAsync(new ApplicationFilter(), TestContext.Current.CancellationToken);
        var texts = new List<string>();
        foreach (var look in found)
        {
            var (status, deployed) = (look.Status, look.Status.Sources[0].Deployed?.Digest);
            var subject = deployed is null ? null : await SubjectAsync(deployed);
            var by = status.DeployedBy switch { DeployedBy.PartialSync => "partial sync", { } other => $"{other}".ToLowerInvariant(), _ => "" };
            texts.Add($"{status.Application.Name}: {status.Delivery?.CommitsBehind} {by} {subject}");
        }

        texts.Should().Equal(expected);
    }

    private async Task<string?> SubjectAsync(string sha)
    {
        var filter = new GrafanaGitOps.Service.Storage.Commits.CommitFilter { Limit = 1_000 };
        await foreach (var row in Bench.Store.Commits.ReadAsync(filter, TestContext.Current.CancellationToken))
            if (row.Sha == sha) return row.Subject;
        return null;
    }

    private static JsonObject Argo(WorkRepository repository, string sync, string revision, int minute, params JsonNode[] past)
    {
        var source = new JsonObject { ["repoURL"] = "file://" + repository.Folder, ["path"] = "shop" };
        var status = new JsonObject
        {
            ["sync"] = new JsonObject { ["status"] = sync, ["revision"] = revision, ["comparedTo"] = new JsonObject { ["source"] = source.DeepClone() } },
            ["reconciledAt"] = Minute(minute),
        };
        var history = new JsonArray();
        foreach (var item in past)
        {
            if (item["phase"] is not null)
            {
                status["operationState"] = item;
                continue;
            }

            item["source"] = source.DeepClone();
            history.Add(item);
        }

        status["history"] = history;
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "argo", ["namespace"] = "apps", ["uid"] = "argo" },
            ["spec"] = new JsonObject { ["source"] = source },
            ["status"] = status,
        };
    }

    private static JsonObject History(string revision, int minute) =>
        new() { ["id"] = minute, ["revision"] = revision, ["deployStartedAt"] = Minute(minute), ["deployedAt"] = Minute(minute) };

    private static string Minute(int minute) => string.Create(CultureInfo.InvariantCulture, $"2026-10-01T08:{minute:00}:00Z");

    private static byte[] Bytes(JsonObject content) => Encoding.UTF8.GetBytes(content.ToJsonString());
}
