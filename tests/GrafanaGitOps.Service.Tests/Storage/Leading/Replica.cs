using System.Diagnostics.Metrics;
using System.Text;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Telemetry;

namespace GrafanaGitOps.Service.Tests.Storage.Leading;

/// <summary>One of several processes on a database, as far as leading goes: a store of its own, and a claim to collect.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly Meter _meter = new("replica");
    private readonly PrometheusExporter _exporter;
    private readonly Leadership _leadership;
    private bool _isEnded;

    public Replica(StorageOptions storage, TestLogs logs, Func<Store, CancellationToken, Task> collect)
    {
        _exporter = new PrometheusExporter(_meter);
        Stores = StoreAccess.Open(storage, retry: false, logs, TimeProvider.System);
        _leadership = Leadership.Start(storage, Stores, collect, _meter, TimeProvider.System, logs);
    }

    public StoreAccess Stores { get; }

    public bool SaysThatItLeads =>
        Encoding.UTF8.GetString(_exporter.Collect().Span).Contains("gitops_leader 1\n", StringComparison.Ordinal);

    public Task BecomesAsync(ReplicaRole role) => Wait.UntilAsync(() => _leadership.Role == role, () => $"It is {_leadership.Role}.");

    /// <summary>Ends it as at the end of the program; once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isEnded) return;
        _isEnded = true;
        await _leadership.DisposeAsync();
        await Stores.DisposeAsync();
        _exporter.Dispose();
        _meter.Dispose();
    }
}
