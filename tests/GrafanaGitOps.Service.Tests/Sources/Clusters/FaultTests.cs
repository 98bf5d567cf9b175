using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.ArgoCd;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Tests.CommandLine;
using GrafanaGitOps.Service.Tests.Sources.Kubernetes;
using Microsoft.Data.Sqlite;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

/// <summary>
/// Five hundred random operations of both operators while the API server, the connection and the companion, the real program, are killed and come back:
/// at the end the ledger equals the cluster and has every attempt that stayed visible, once.
/// </summary>
[Collection(OperatorClusterCollection.Name)]
public sealed class FaultTests(OperatorCluster cluster) : IAsyncLifetime
{
    private const int Operations = 500;
    private const int Seed = 20_261_121;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-faults-");
    private readonly Random _random = new(Seed);
    private readonly HashSet<string> _visible = [];
    private KubernetesApiServer _server = null!;
    private RandomOperators _operators = null!;
    private TcpRelay _relay = null!;
    private GitOpsProcess? _companion;
    private string _kubeconfig = "";

    private enum Fault
    {
        Companion,
        Connection,
        Server,
        CompanionWithoutConnection,
        ServerForgets,
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder.FullName, "gitops.db");

    public async ValueTask InitializeAsync()
    {
        _server = await cluster.EmptyAsync();
        _operators = new RandomOperators(cluster.Writer, _random);
        _relay = new TcpRelay(_server.Url.Port);
        _kubeconfig = await cluster.ServiceAccountAsync("gitops-companion", "gitops", "edge", new Uri($"https://127.0.0.1:{_relay.Port}"));
        await _operators.BeginAsync();
        using var logs = new TestLogs();
        await using var empty = await Store.OpenAsync(new StorageOptions { Sqlite = Database }, logs, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_companion is not null) await _companion.DisposeAsync();
        await _relay.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Random_operations_and_faults_leave_the_ledger_equal_to_the_cluster_with_every_attempt_once()
    {
        Fault[] faults =
        [
            .. Enumerable.Repeat(Fault.Companion, 5), .. Enumerable.Repeat(Fault.Connection, 5),
            .. Enumerable.Repeat(Fault.CompanionWithoutConnection, 2), Fault.Server, Fault.Server, Fault.ServerForgets,
        ];
        _random.Shuffle(faults);
        StartCompanion();
        await CaughtUpAsync();
        var perPart = Operations / (2 * faults.Length);
        var isQuiet = true;
        foreach (var fault in faults)
        {
            // In quiet times every version is handed out, so every attempt counts, also one that the next operation overwrites.
            _operators.Recent.Clear();
            await OperateAsync(perPart);
            if (_random.Next(3) > 0)
            {
                await CaughtUpAsync();
                if (isQuiet) _visible.UnionWith(_operators.Recent);
            }

            await SufferAsync(fault, perPart);
            isQuiet = _random.Next(3) > 0;
            if (isQuiet) await CaughtUpAsync();
        }

        await OperateAsync(Operations - (2 * perPart * faults.Length));
        await CaughtUpAsync();

        await using var ledger = await OpenAsync();
        var recorded = (await ledger.QueryAsync<string>(
            "SELECT a.kind || ' ' || a.name || ' ' || lower(hex(e.key)) FROM sync_events e JOIN applications a ON a.id = e.application_id")).ToList();
        _visible.Except(recorded).Should().BeEmpty();
        recorded.Except(_operators.Ever).Should().BeEmpty();
        recorded.Should().HaveCount(recorded.Distinct().Count());
        _visible.Count.Should().BeInRange(Operations / 5, int.MaxValue);
        (await ledger.QueryAsync<string>(
            "SELECT 'twice: ' || application_id || ' ' || started_at FROM sync_events GROUP BY application_id, started_at, revision HAVING count(*) > 1")).Should().BeEmpty();
        (await RepeatedStatesAsync(ledger)).Should().BeEmpty();
    }

    private async Task OperateAsync(int count)
    {
        for (var i = 0; i < count; i++) await _operators.OperateAsync();
    }

    private async Task SufferAsync(Fault fault, int operations)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {fault}");
        switch (fault)
        {
            case Fault.Companion:
                await KillCompanionAsync();
                await OperateAsync(operations);
                StartCompanion();
                break;
            case Fault.Connection:
                _relay.Refuse();
                await OperateAsync(operations);
                _relay.Accept();
                break;
            case Fault.Server:
                await _server.KillServerAsync();
                await _server.StartServerAsync();
                await OperateAsync(operations);
                break;
            case Fault.CompanionWithoutConnection:
                _relay.Refuse();
                await OperateAsync(operations / 2);
                await KillCompanionAsync();
                StartCompanion();
                await OperateAsync(operations - (operations / 2));
                _relay.Accept();
                break;
            default:
                // Its cache of events would still know the versions, so it has to begin anew.
                _relay.Refuse();
                await OperateAsync(operations);
                await _server.CompactAsync();
                await _server.KillServerAsync();
                await _server.StartServerAsync();
                _relay.Accept();
                break;
        }
    }

    private void StartCompanion() => _companion = GitOpsProcess.Start(
        _folder.FullName,
        new Dictionary<string, string> { ["GITOPS__KUBERNETES__DISCOVERYINTERVAL"] = "5s" },
        ["serve", "--kubeconfig", _kubeconfig, "--data-directory", _folder.FullName, "--http-address", "127.0.0.1:0", "--plugin-address", "127.0.0.1:0"]);

    private async Task KillCompanionAsync()
    {
        await _companion!.SignalAsync("KILL");
        await _companion.DisposeAsync();
    }

    /// <summary>Waits until the ledger equals the cluster; all that the objects remember then must be in the ledger for ever.</summary>
    private async Task CaughtUpAsync()
    {
        var (expected, keys) = await ReadClusterAsync();
        IReadOnlyList<string> actual = [];
        await Wait.UntilAsync(
            async () => (actual = await ReadLedgerAsync()).SequenceEqual(expected),
            () => $"Only in the cluster:\n{string.Join('\n', expected.Except(actual))}\nonly in the ledger:\n{string.Join('\n', actual.Except(expected))}");
        _visible.UnionWith(keys);
    }

    /// <summary>What the ledger should say, by the mappers, whose own tests hold them.</summary>
    private async Task<(List<string> Rows, List<string> Keys)> ReadClusterAsync()
    {
        var sources = new FluxSources();
        foreach (var source in await cluster.Writer.ListAsync("source.toolkit.fluxcd.io/v1", "gitrepositories"))
            sources.Set(FluxSourceMapper.Map(FluxObjects.ParseSource(Json(source), "GitRepository"), "GitRepository", "edge"));
        var applications = await cluster.Writer.ListAsync("argoproj.io/v1alpha1", "applications");
        var kustomizations = await cluster.Writer.ListAsync("kustomize.toolkit.fluxcd.io/v1", "kustomizations");
        var states = applications.Select(one => ArgoCdMapper.Map(ArgoCdObjects.Parse(Json(one)), "edge").State)
            .Concat(kustomizations.Select(one => sources.Resolve(KustomizationMapper.Map(FluxObjects.ParseKustomization(Json(one)), "edge").State)));
        var rules = new EnvironmentRules(new EnvironmentOptions());
        return (
            [.. states.Select(state => Row(state, rules.Decide(state).Environment)).Order(StringComparer.Ordinal)],
            [.. applications.Concat(kustomizations).SelectMany(RandomOperators.Keys)]);
    }

    private async Task<IReadOnlyList<string>> ReadLedgerAsync()
    {
        await using var ledger = await OpenAsync();
        var rows = await ledger.QueryAsync<(string Id, long Sync, long Health, string? Environment, string? Desired, string? Deployed)>(
            """
            SELECT a.kind || ' ' || a.name || ' ' || a.uid || ' ' || a.resource_version, a.sync, a.health, a.environment, s.desired, s.deployed
            FROM applications a LEFT JOIN application_sources s ON s.application_id = a.id WHERE a.deleted_at IS NULL
            """);
        return
        [
            .. rows.Select(row => $"{row.Id} {(SyncStatus)row.Sync} {(HealthStatus)row.Health} {row.Environment} {row.Desired} {row.Deployed}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string Row(ApplicationState state, string? environment) =>
        $"{state.Id.Kind} {state.Id.Name} {state.Uid} {state.ResourceVersion} {state.Sync} {state.Health} {environment} "
        + $"{state.Sources[0].Desired?.Text} {state.Sources[0].Deployed?.Text}";

    private static byte[] Json(JsonObject document) => JsonSerializer.SerializeToUtf8Bytes(document);

    /// <summary>A state that is recorded again although it never ended.</summary>
    private static Task<IEnumerable<string>> RepeatedStatesAsync(SqliteConnection ledger) => ledger.QueryAsync<string>(
        """
        SELECT 'repeated: ' || application_id || ' ' || dimension || ' ' || changed_at FROM (
            SELECT *, lag(state) OVER (PARTITION BY application_id, dimension ORDER BY changed_at) AS before FROM state_changes) WHERE state = before
        """);

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"Data Source={Database};Mode=ReadWrite;Default Timeout=30");
        await connection.OpenAsync(Cancellation);
        return connection;
    }
}
