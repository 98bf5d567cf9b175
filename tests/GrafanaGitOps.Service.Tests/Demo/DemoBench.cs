using System.Net;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Demo;
using GrafanaGitOps.Service.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Service.Tests.Demo;

/// <summary>A demo in this process, in a folder of its own, whose clock stands still.</summary>
internal sealed class DemoBench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-demo-");
    private DemoRun? _run;

    public TestLogs Logs { get; } = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public DemoRun Run => _run!;

    public ServiceOptions Options { get; private set; } = new();

    public string Folder => Path.Combine(_folder.FullName, "demo");

    public Uri Address => new($"http://{Run.Address}");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DemoBench> StartAsync()
    {
        var bench = new DemoBench();
        var options = new DemoOptions(bench.Folder, 7, 1, new IPEndPoint(IPAddress.Loopback, 0));
        bench._run = await DemoRun.PrepareAsync(options, bench.Logs, bench.Clock, Cancellation);
        bench.Options = OptionsLoader.Load(bench.Run.ConfigurationFile, new Dictionary<string, string>(), new ServiceOptions(), []);
        return bench;
    }

    public Task SeedAsync() => Run.SeedAsync(Options.Storage, Options.Sources, Logs, Cancellation);

    public Task<Store> OpenStoreAsync() => Store.OpenAsync(Options.Storage, Logs, Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_run is not null) await _run.DisposeAsync();
        _folder.Delete(recursive: true);
        Logs.Dispose();
    }
}
