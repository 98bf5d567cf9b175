using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Telemetry;

/// <summary>The text that <c>/metrics</c> and Grafana's CollectMetrics give.</summary>
public sealed class MetricsText(ServiceMetrics metrics, StoreAccess stores, TimeProvider timeProvider, ILoggerFactory loggerFactory) : IDisposable
{
    private readonly PrometheusExporter _exporter = new(metrics.Meter);
    private readonly StoreMetrics _storeMetrics = new(metrics.Meter, stores, timeProvider, loggerFactory);

    /// <summary>Reads what must be read, and writes everything.</summary>
    public async Task<ReadOnlyMemory<byte>> CollectAsync(CancellationToken cancellationToken)
    {
        await _storeMetrics.RefreshAsync(cancellationToken);
        return _exporter.Collect();
    }

    /// <inheritdoc />
    public void Dispose() => _exporter.Dispose();
}
