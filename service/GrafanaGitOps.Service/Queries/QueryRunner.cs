using System.Data.Common;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Telemetry;

namespace GrafanaGitOps.Service.Queries;

/// <summary>Runs any query: what all of them share stands here around the one delegate that differs.</summary>
public sealed class QueryRunner(StoreAccess stores, WebLinks links, QueryOptions options, ServiceMetrics metrics, TimeProvider timeProvider)
    : IDisposable
{
    private readonly QueryCache _cache = new(options.CacheSize.Bytes);

    /// <summary>Answers, or throws what the user may see; the caller disposes the frames.</summary>
    public async Task<IReadOnlyList<Frame>> RunAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        var name = request.Definition.Name;
        var started = timeProvider.GetTimestamp();
        var outcome = "error";
        using var timeout = new CancellationTokenSource(options.Timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var frames = await AnswerAsync(request, linked.Token);
            outcome = "ok";
            return frames;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = "cancelled";
            throw;
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested)
        {
            outcome = "timeout";
            var message = $"{name} took longer than {options.Timeout.TotalSeconds} s (queries.timeout): narrow the time range or the filters.";
            throw new PluginException(message, 504, ErrorSource.Downstream, exception);
        }
        catch (StorageException exception)
        {
            throw new PluginException(exception.Message, 503, ErrorSource.Downstream, exception);
        }
        catch (DbException exception)
        {
            throw new PluginException($"The database failed to answer {name}: {exception.Message}", 502, ErrorSource.Downstream, exception);
        }
        finally
        {
            metrics.CountQuery(name, outcome, timeProvider.GetElapsedTime(started));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _cache.Dispose();

    private async Task<IReadOnlyList<Frame>> AnswerAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        var store = await stores.GetAsync(cancellationToken);
        var context = new QueryContext(request, store, links, timeProvider);
        if (!request.Definition.Cacheable) return await request.Definition.Run(context, cancellationToken);

        // Read before the answer is made: an answer may be newer than its version, never older.
        var version = await store.Database.GetVersionAsync(cancellationToken);
        return await _cache.GetAsync(request.ToCanonicalString(), version, token => request.Definition.Run(context, token), cancellationToken);
    }
}
