using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Resources;
using GrafanaGitOps.Service.Telemetry;

namespace GrafanaGitOps.Service.Plugin;

/// <summary>What Grafana can call, and who answers; every call is counted.</summary>
public sealed class DataSource(
    QueryRunner queries,
    QueryOptions options,
    ResourceTable resources,
    HealthCheck health,
    LiveChannels channels,
    MetricsText metricsText,
    ServiceMetrics metrics)
{
    /// <summary>The table of calls.</summary>
    public PluginHandlers Handlers => new()
    {
        Query = (query, token) => CountAsync("query", () => queries.RunAsync(QueryParser.Parse(query, options), token)),
        CheckHealth = (_, token) => CountAsync("check_health", () => health.CheckAsync(token)),
        CallResource = (request, token) => CountAsync("call_resource", () => resources.CallAsync(request, token)),
        Subscribe = (request, _) => CountAsync("subscribe", () => Task.FromResult(channels.Find(request.Path))),
        CollectMetrics = token => CountAsync("collect_metrics", () => metricsText.CollectAsync(token)),
    };

    private async Task<T> CountAsync<T>(string call, Func<Task<T>> answer)
    {
        var outcome = "error";
        try
        {
            var result = await answer();
            outcome = result is ResourceResponse { Status: >= 400 } or HealthResult { Ok: false } ? "error" : "ok";
            return result;
        }
        catch (OperationCanceledException)
        {
            outcome = "cancelled";
            throw;
        }
        finally
        {
            metrics.CountRequest(call, outcome);
        }
    }
}
