using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

/// <summary>
/// From the objects of both operators on a real API server, read with the role of provisioning/kubernetes, to the ledger. Each file of this
/// class holds one behaviour.
/// </summary>
[Collection(OperatorClusterCollection.Name)]
public sealed partial class ClusterSourceTests(OperatorCluster cluster) : IAsyncLifetime
{
    private static readonly DateTimeOffset Nine = new(2030, 1, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-clusters-");
    private readonly TestLogs _logs = new();
    private readonly SettableClock _clock = new(Nine);
    private Store _store = null!;
    private LedgerText _ledger = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The tests' clock is years ahead of the syncs that the objects remember.
        var retention = new RetentionOptions { SyncEvents = TimeSpan.FromDays(3650) };
        var options = new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "gitops.db"), Retention = retention };
        _store = await Store.OpenAsync(options, _logs, Cancellation);
        _ledger = new LedgerText(_store);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
        _logs.Dispose();
    }

    [Fact]
    public async Task Whole_day_of_two_operators_with_a_restart_in_between_is_in_the_ledger()
    {
        await cluster.EmptyAsync();
        var shop = await CreateAsync("ArgoCd", "synced-healthy");
        var doomed = await CreateAsync("ArgoCd", "health-degraded", name: "doomed");
        var flux = await CreateAllAsync("Flux", "kustomization-ready");
        var chart = await CreateAllAsync("Flux", "helmrelease-ready");
        await using (var run = Run(cluster.Options()))
        {
            await run.SyncedAsync();

            // Ten o'clock: a sync of a new revision begins and ends, the git source of Flux moves on, an application is made anew under its
            // name.
            _clock.Now = Nine.AddHours(1);
            await cluster.Writer.UpdateAsync(shop, Deploy);
            await cluster.Writer.UpdateAsync(flux[0], source => Replace(source, "status", OldSha, NewSha));
            await run.UntilAsync(applications => applications.Count(application => application.Sync == SyncStatus.OutOfSync) == 2);
            await cluster.Writer.DeleteAsync(doomed);
            await run.UntilAsync(applications => applications.All(application => application.Name != "doomed"));
            _clock.Now = Nine.AddMinutes(70);
            await CreateAsync("ArgoCd", "new-without-status", name: "doomed");
            await run.UntilAsync(applications => applications.Any(application => application.Name == "doomed"));
            _clock.Now = Nine.AddHours(2);
        }

        // Nobody watches: the sync status comes back, the Helm release goes, a new application comes.
        _clock.Now = Nine.AddHours(3);
        foreach (var watch in await _store.Operators.ReadWatchesAsync(Cancellation)) _ledger.NameBound(watch.LastAlive!.Value, "the last look");
        await cluster.Writer.UpdateAsync(shop, application => application["status"]!["sync"]!["status"] = "Synced");
        await cluster.Writer.UpdateAsync(flux[0], source => Replace(source, "status", NewSha, OldSha));
        await cluster.Writer.DeleteAsync(chart[^1]);
        await CreateAsync("ArgoCd", "multi-source-with-values", name: "late");
        _clock.Now = Nine.AddHours(4);
        await using (var run = Run(cluster.Options())) await run.SyncedAsync();
        var text = await _ledger.ReadAsync();

        // Another restart, in which nothing has happened, adds nothing.
        _clock.Now = Nine.AddHours(5);
        await using (var run = Run(cluster.Options())) await run.SyncedAsync();

        (await _ledger.ReadAsync()).Should().Be(text);
        Golden.Matches("GrafanaGitOps.Service.Tests/Sources/Clusters/whole-day.golden.txt", text);
    }

    private const string OldSha = "a6daaa72000bdb9404414615f2face6f92c4132c";
    private const string NewSha = "0123456789abcdef0123456789abcdef01234567";

    /// <summary>A sync of a new revision that fails.</summary>
    private static void Deploy(JsonObject application)
    {
        var operation = application["status"]!["operationState"]!;
        (operation["startedAt"], operation["finishedAt"]) = ("2030-01-01T09:30:00Z", "2030-01-01T09:31:00Z");
        (operation["phase"], operation["message"]) = ("Failed", "one or more objects failed to apply");
        operation["syncResult"]!["revision"] = NewSha;
        operation["operation"]!["sync"]!["revision"] = NewSha;
        (application["status"]!["sync"]!["status"], application["status"]!["sync"]!["revision"]) = ("OutOfSync", NewSha);
    }

    private static void Replace(JsonObject document, string key, string old, string @new) =>
        document[key] = JsonNode.Parse(document[key]!.ToJsonString().Replace(old, @new, StringComparison.Ordinal));

    private ClusterRun Run(params List<ClusterOptions> clusters) => new(_store, _logs, _clock, clusters);

    private Task<JsonObject> CreateAsync(string source, string @case, string? name = null, string? @namespace = null)
    {
        var document = ClusterWriter.Case(source, @case)[0];
        if (name is not null) document["metadata"]!["name"] = name;
        if (@namespace is not null) document["metadata"]!["namespace"] = @namespace;
        return CreateAsync(document);
    }

    private async Task<JsonObject> CreateAsync(JsonObject document)
    {
        var created = await cluster.Writer.CreateAsync(document);
        _ledger.Name((DateTimeOffset)created["metadata"]!["creationTimestamp"]!, "creation");
        return created;
    }

    private async Task<IReadOnlyList<JsonObject>> CreateAllAsync(string source, string @case)
    {
        var created = new List<JsonObject>();
        foreach (var document in ClusterWriter.Case(source, @case)) created.Add(await CreateAsync(document));
        return created;
    }
}
