using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Queries;

/// <summary>
/// Asks each query once after the start and drops the answers, so that the first person who looks finds the code compiled and the present
/// applications in memory: with 10,000 of them that saves the first question half a second and more.
/// </summary>
public sealed class WarmUp : IAsyncDisposable
{
    /// <summary>Enough rows to go through all of the code.</summary>
    private const int Rows = 20;

    private static readonly TimeSpan Range = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stopping = new();

    private WarmUp(StoreAccess stores, WebLinks links, TimeProvider timeProvider, ILoggerFactory loggerFactory) =>
        Completion = Task.Run(() => RunAsync(stores, links, timeProvider, loggerFactory.CreateLogger<WarmUp>()));

    /// <summary>Ends when every query was asked, also where one failed.</summary>
    public Task Completion { get; }

    /// <summary>Begins as soon as the store is open.</summary>
    public static WarmUp Start(StoreAccess stores, WebLinks links, TimeProvider timeProvider, ILoggerFactory loggerFactory) =>
        new(stores, links, timeProvider, loggerFactory);

    /// <summary>Asks each query of the table once.</summary>
    public static async Task AskAllAsync(Store store, WebLinks links, TimeProvider timeProvider, ILogger logger, CancellationToken cancellationToken)
    {
        foreach (var query in QueryTable.All)
        {
            try
            {
                var now = timeProvider.GetUtcNow();
                var request = new QueryRequest(query) { From = now - Range, To = now, Limit = Rows };
                foreach (var frame in await query.Run(new QueryContext(request, store, links, timeProvider), cancellationToken)) frame.Dispose();
            }
#pragma warning disable CA1031 // A query that fails tells that to the person who asks it.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                WarmUpLog.Failed(logger, query.Name, exception);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync(StoreAccess stores, WebLinks links, TimeProvider timeProvider, ILogger logger) =>
        await AskAllAsync(await stores.Opened.WaitAsync(_stopping.Token), links, timeProvider, logger, _stopping.Token);
}

internal static partial class WarmUpLog
{
    [LoggerMessage(EventId = 801, Level = LogLevel.Debug, Message = "{Query} could not be asked to warm up")]
    public static partial void Failed(ILogger logger, string query, Exception exception);
}
