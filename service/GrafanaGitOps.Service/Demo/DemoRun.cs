using System.Net;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Demo.Metrics;
using GrafanaGitOps.Service.Demo.Story;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Demo;

/// <summary>How the demo is played.</summary>
/// <param name="Folder">Where it keeps everything.</param>
/// <param name="Seed">Another seed, other commits.</param>
/// <param name="Speed">How many times as fast the story goes on after the start.</param>
/// <param name="Address">Where its clusters and metrics are.</param>
public sealed record DemoOptions(string Folder, int Seed, double Speed, IPEndPoint Address);

/// <summary>
/// A demo: real repositories, API servers that hold Argo CD's and Flux' objects, thirty days in the ledger, and a story that goes on. The
/// service is pointed to it by a configuration file and knows nothing else of it.
/// </summary>
public sealed class DemoRun : IAsyncDisposable
{
    /// <summary>How exactly the story keeps its times.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private readonly DemoFolder _folder;
    private readonly StoryClock _clock;
    private readonly DemoStage _stage;
    private readonly DemoServer _server;
    private readonly TimeProvider _timeProvider;

    private DemoRun(DemoFolder folder, StoryClock clock, DemoStage stage, DemoServer server, TimeProvider timeProvider) =>
        (_folder, _clock, _stage, _server, _timeProvider) = (folder, clock, stage, server, timeProvider);

    /// <summary>The configuration that points the service to this demo.</summary>
    public string ConfigurationFile => _folder.Configuration;

    /// <summary>Where its clusters and metrics are, with the real port.</summary>
    public IPEndPoint Address => _server.EndPoint;

    /// <summary>The moment that the story counts from.</summary>
    public DateTimeOffset Start => _clock.Start;

    /// <summary>Ends when the story cannot go on.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Makes repositories, clusters and configuration; the story stands at its start.</summary>
    public static async Task<DemoRun> PrepareAsync(
        DemoOptions options, ILoggerFactory loggers, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var clock = new StoryClock(new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero), options.Speed);
        var folder = DemoFolder.Take(options.Folder);
        DemoStage? stage = null;
        DemoServer? server = null;
        try
        {
            stage = DemoStage.Set(options.Seed, clock, folder.Repository);
            var metrics = new DemoMetrics(options.Seed, clock, stage.UrlOf);
            server = await DemoServer.StartAsync(options.Address, stage, metrics, clock, loggers, timeProvider);
            await File.WriteAllTextAsync(folder.Kubeconfig, DemoSettings.Kubeconfig(server.EndPoint), cancellationToken);
            await File.WriteAllTextAsync(folder.Configuration, DemoSettings.Configuration(folder), cancellationToken);
            return new DemoRun(folder, clock, stage, server, timeProvider);
        }
        catch
        {
            if (server is not null) await server.DisposeAsync();
            stage?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Fills the ledger with what happened up to now. To be called once, before <see cref="Begin"/>.</summary>
    /// <exception cref="ConfigurationException">The ledger holds something already.</exception>
    public async Task SeedAsync(StorageOptions storage, SourceOptions sources, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        await using var access = StoreAccess.Open(storage, retry: storage.Postgres is not null, loggers, _timeProvider);
        var store = await access.Opened.WaitAsync(cancellationToken);
        if ((await store.Operators.ReadWatchesAsync(cancellationToken)).Count > 0)
            throw new ConfigurationException(["storage: the ledger holds data already, which a demo must not mix: give it an empty one."]);
        var seeder = new LedgerSeeder(store, sources);
        DateTimeOffset until;
        do
        {
            // What took long lets the story go on meanwhile.
            until = _timeProvider.GetUtcNow();
            foreach (var (seen, cluster, at) in _stage.Play(until))
                await seeder.AddAsync(cluster, seen, at, cancellationToken);
        }
        while (_timeProvider.GetUtcNow() - until > TimeSpan.FromSeconds(1));

        await seeder.FinishAsync(_stage.Clusters.Keys, _clock.At(-Fleet.History), until, cancellationToken);
    }

    /// <summary>Lets the story go on until this is disposed.</summary>
    public void Begin() => Completion = Task.Run(() => GoOnAsync(_stopping.Token));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
        _stage.Dispose();
        _folder.Dispose();
        _stopping.Dispose();
    }

    private async Task GoOnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Whoever watches the clusters sees what happens.
            foreach (var _ in _stage.Play(_timeProvider.GetUtcNow())) continue;

            await Task.Delay(Beat, _timeProvider, cancellationToken);
        }
    }
}
