using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.ArgoCd;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Tests.Sources.Operators;

/// <summary>What the mappers read in all their cases, in the ledger: each sync once, and nothing more when the objects are read again.</summary>
public sealed class RecordedCasesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Listed = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-cases-");
    private readonly TestLogs _logs = new();
    private Store _store = null!;

    public static IEnumerable<TheoryDataRow<string>> ArgoCdCases => CaseFolder.Names("ArgoCd");

    public static IEnumerable<TheoryDataRow<string>> FluxCases => CaseFolder.Names("Flux");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _store = await Store.OpenAsync(new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "gitops.db") }, _logs, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
        _logs.Dispose();
    }

    [Theory, MemberData(nameof(ArgoCdCases))]
    public Task Argo_cd_case_is_recorded_once(string name) =>
        RecordTwiceAsync([.. CaseFolder.Objects("ArgoCd", name).Select(item => ArgoCdMapper.Map(ArgoCdObjects.Parse(Json(item)), "hub"))]);

    [Theory, MemberData(nameof(FluxCases))]
    public Task Flux_case_is_recorded_once(string name) => RecordTwiceAsync(Flux(CaseFolder.Objects("Flux", name)));

    [Fact]
    public async Task Flux_that_looks_every_ten_minutes_for_a_day_adds_no_sync_and_no_change_of_state()
    {
        var objects = CaseFolder.Objects("Flux", "kustomization-ready");
        await RecordAsync(Flux(objects), Listed);
        for (var look = 1; look <= 144; look++)
        {
            var time = Listed.AddMinutes(10 * look);
            await RecordAsync(Flux([objects[0], Reconciling(objects[1], time)]), time);
            await RecordAsync(Flux([objects[0], Reconciled(objects[1], time.AddSeconds(3), look + 1)]), time.AddSeconds(3));
        }

        (await QueryAsync<long>("SELECT count(*) FROM sync_events")).Should().Be(1);
        (await QueryAsync<long>("SELECT count(*) FROM state_changes")).Should().Be(2);
        (await QueryAsync<long>("SELECT last_looked FROM applications")).Should().Be(Listed.AddDays(1).AddSeconds(3).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Flux_that_fails_again_and_again_is_one_sync_with_retries()
    {
        var objects = CaseFolder.Objects("Flux", "kustomization-reconciliation-failed");
        await RecordAsync(Flux(objects), Listed);
        var before = await QueryAsync<long>("SELECT count(*) FROM sync_events");
        var first = (int)(long)objects[1]["status"]!["history"]![0]!["totalReconciliations"]!;
        for (var retry = 1; retry <= 20; retry++)
        {
            var time = Listed.AddMinutes(2 * retry);
            await RecordAsync(Flux([objects[0], Reconciled(objects[1], time, first + retry)]), time);
        }

        (await QueryAsync<(long, long)>("SELECT count(*), max(retries) FROM sync_events")).Should().Be((before, first + 19L));
    }

    private async Task RecordTwiceAsync(List<OperatorObservation> observations)
    {
        var first = await RecordAsync(observations, Listed);
        (first.Applications, first.Rejected.Count).Should().Be((observations.Count, 0));
        var recorded = await QueryAllAsync<(string Name, byte[] Key)>(
            "SELECT a.name, e.key FROM sync_events e JOIN applications a ON a.id = e.application_id");
        var missing = observations.SelectMany(seen => seen.Attempts).Where(attempt => !recorded.Exists(row =>
            row.Name == attempt.Application.Name && SyncKey.Read(row.Key) == SyncKey.Of(attempt)));
        // Those of the routine looks are the ones before them.
        missing.Where(attempt => !attempt.IsRepeatable).Should().BeEmpty();
        first.Attempts.Should().Be(recorded.Count);

        var version = await _store.Database.GetVersionAsync(Cancellation);
        var again = await RecordAsync(observations, Listed.AddHours(1));
        (again.Applications, again.Attempts, await _store.Database.GetVersionAsync(Cancellation)).Should().Be((0, 0, version));
    }

    private Task<RecordResult> RecordAsync(IEnumerable<OperatorObservation> observations, DateTimeOffset moment)
    {
        var changes = observations.Select(seen => new ApplicationChange
        {
            Application = seen.State.Id,
            Uid = seen.State.Uid,
            Observation = seen,
            Environment = new EnvironmentVerdict("production", TimeSpan.FromMinutes(30), "test"),
            Moment = Moment.Between(null, moment),
        });
        return _store.Applications.RecordAsync([.. changes], Cancellation);
    }

    private static List<OperatorObservation> Flux(IReadOnlyList<JsonObject> documents)
    {
        var (sources, observations) = (new FluxSources(), new List<OperatorObservation>());
        foreach (var document in documents)
        {
            var (kind, json) = ((string)document["kind"]!, Json(document));
            if (kind == "Kustomization") observations.Add(KustomizationMapper.Map(FluxObjects.ParseKustomization(json), "edge"));
            else if (kind == "HelmRelease") observations.Add(HelmReleaseMapper.Map(FluxObjects.ParseHelmRelease(json), "edge"));
            else if (kind != "ImageUpdateAutomation") sources.Set(FluxSourceMapper.Map(FluxObjects.ParseSource(json, kind), kind, "edge"));
        }

        return [.. observations.Select(sources.Resolve)];
    }

    /// <summary>The object while Flux looks at it again.</summary>
    private static JsonObject Reconciling(JsonObject ready, DateTimeOffset time) => Changed(ready, time, (condition, status) =>
    {
        condition["status"] = "Unknown";
        condition["reason"] = "Progressing";
        condition["message"] = "Reconciliation in progress";
        ((JsonArray)status["conditions"]!).Add(new JsonObject
        {
            ["type"] = "Reconciling",
            ["status"] = "True",
            ["reason"] = "Progressing",
            ["message"] = "Building manifests",
            ["lastTransitionTime"] = Text(time),
        });
    });

    /// <summary>The object after a further reconciliation with the same outcome.</summary>
    private static JsonObject Reconciled(JsonObject before, DateTimeOffset time, int total) => Changed(before, time, (_, status) =>
    {
        status["history"]![0]!["lastReconciled"] = Text(time);
        status["history"]![0]!["totalReconciliations"] = total;
    });

    private static JsonObject Changed(JsonObject item, DateTimeOffset time, Action<JsonObject, JsonObject> change)
    {
        var copy = (JsonObject)item.DeepClone();
        var status = (JsonObject)copy["status"]!;
        var condition = (JsonObject)((JsonArray)status["conditions"]!).Single(entry => (string)entry!["type"]! == "Ready")!;
        condition["lastTransitionTime"] = Text(time);
        copy["metadata"]!["resourceVersion"] = Text(time);
        change(condition, status);
        return copy;
    }

    private static byte[] Json(JsonObject item) => JsonSerializer.SerializeToUtf8Bytes(item);

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private async Task<T> QueryAsync<T>(string sql) => (await QueryAllAsync<T>(sql)).Should().ContainSingle().Which;

    private async Task<List<T>> QueryAllAsync<T>(string sql)
    {
        await using var lease = await _store.Database.Engine.OpenReaderAsync(Cancellation);
        return (await lease.Connection.QueryAsync<T>(sql)).AsList();
    }
}
