using System.Runtime.CompilerServices;
using System.Text;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Plugin;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.TestPlugin;

/// <summary>Handlers that a test can foretell.</summary>
internal sealed class TestHandlers(ILoggerFactory loggerFactory)
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger _logger = loggerFactory.CreateLogger<TestHandlers>();

    public PluginHandlers Table => new()
    {
        Query = QueryAsync,
        CheckHealth = (context, _) => Task.FromResult(new HealthResult(true, $"{context.DataSource?.Name} works", """{"verboseMessage":"all of it"}"""u8.ToArray())),
        CallResource = (request, _) => Task.FromResult(new ResourceResponse(
            200, "text/plain", Encoding.UTF8.GetBytes($"{request.Method} {request.Url} {request.Headers["X-Test"][0]} {Encoding.UTF8.GetString(request.Body.Span)}"))),
        Subscribe = (request, _) => Task.FromResult(request.Path == "counter" ? new LiveChannel(_ => Task.FromResult(Counter(0)), CountAsync) : null),
        CollectMetrics = _ => Task.FromResult<ReadOnlyMemory<byte>>("test_plugin_up 1\n"u8.ToArray()),
    };

    /// <summary>Lets the queries of type <c>wait</c> go.</summary>
    public void Release() => _released.TrySetResult();

    private async Task<IReadOnlyList<Frame>> QueryAsync(PluginQuery query, CancellationToken cancellationToken)
    {
        if (query.QueryType == "wait")
        {
            Log.Waiting(_logger, query.RefId);
            await _released.Task.WaitAsync(cancellationToken);
        }

        var model = QueryModelReader.Read(query);
        var rows = model.Int("rows", 0, 1000, 3);
        model.End();
        var numbers = new NumberField<long>("number");
        var names = new StringField("name", nullable: true);
        for (var row = 0; row < rows; row++)
        {
            numbers.Append(row);
            names.Append(row % 2 == 0 ? $"row {row}" : null);
        }

        return [new Frame("test", numbers, names)];
    }

    private static async IAsyncEnumerable<Frame> CountAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var value = 1; ; value++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Counter(value);
            await Task.Yield();
        }
    }

    private static Frame Counter(long value)
    {
        var field = new NumberField<long>("value");
        field.Append(value);
        return new("counter", field);
    }
}

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Query {RefId} waits\nfor its release")]
    public static partial void Waiting(ILogger logger, string refId);
}
