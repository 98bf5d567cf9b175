using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>A gRPC server on Kestrel: HTTP/2 with prior knowledge, plaintext, on one TCP address or Unix socket.</summary>
public sealed class GrpcServer : IAsyncDisposable
{
    private readonly GrpcKestrel _kestrel;
    private readonly GrpcServerOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _stopping;
    private readonly Lock _lock = new();
    private Task? _stopped;

    private GrpcServer(
        GrpcKestrel kestrel,
        GrpcServerOptions options,
        ILogger logger,
        TimeProvider timeProvider,
        CancellationTokenSource stopping)
    {
        _kestrel = kestrel;
        _options = options;
        _logger = logger;
        _timeProvider = timeProvider;
        _stopping = stopping;
    }

    /// <summary>Binds and serves; returns once the listener is bound.</summary>
    /// <param name="endpoint">
    /// An <see cref="IPEndPoint"/> (port 0 picks a free one) or a <see cref="UnixDomainSocketEndPoint"/>, whose file is replaced when
    /// nobody listens on it.
    /// </param>
    /// <param name="methods">What it answers.</param>
    /// <param name="options">Limits.</param>
    /// <param name="loggerFactory">Where it logs.</param>
    /// <param name="timeProvider">The clock for deadlines.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<GrpcServer> StartAsync(
        EndPoint endpoint,
        GrpcMethodTable methods,
        GrpcServerOptions options,
        ILoggerFactory loggerFactory,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        if (endpoint is UnixDomainSocketEndPoint socket) UnixSocketFile.RemoveStale(socket.ToString());
        var logger = loggerFactory.CreateLogger<GrpcServer>();
        var stopping = new CancellationTokenSource();
        var kestrel = GrpcKestrel.Create(endpoint, loggerFactory);
        var application = new GrpcApplication(methods.Freeze(), options, endpoint.ToString()!, logger, timeProvider, stopping.Token);
        try
        {
            await kestrel.Server.StartAsync(application, cancellationToken);
        }
        catch
        {
            await kestrel.DisposeAsync();
            stopping.Dispose();
            throw;
        }

        Log.Listening(logger, kestrel.EndPoint);
        return new GrpcServer(kestrel, options, logger, timeProvider, stopping);
    }

    /// <summary>The bound address, with the real port.</summary>
    public EndPoint EndPoint => _kestrel.EndPoint;

    /// <summary>
    /// Accepts no new calls, waits for those under way (see <see cref="GrpcServerOptions.DrainTimeout"/>), then cancels them and ends.
    /// </summary>
    /// <param name="cancellationToken">Cuts the wait short; the calls are cancelled at once.</param>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _stopped ??= DrainAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await _kestrel.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        using var abort = new CancellationTokenSource();
        var drained = _kestrel.Server.StopAsync(abort.Token);
        if (!await EndsWithin(drained, _options.DrainTimeout, cancellationToken))
        {
            Log.DrainTimedOut(_logger, EndPoint, _options.DrainTimeout);
            await _stopping.CancelAsync();
            await EndsWithin(drained, GrpcLimits.CancellationGrace, CancellationToken.None);
        }

        await abort.CancelAsync();
        await drained;
        if (EndPoint is UnixDomainSocketEndPoint socket) File.Delete(socket.ToString());
    }

    private async Task<bool> EndsWithin(Task task, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(limit, _timeProvider, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException && !task.IsCompleted)
        {
            return false;
        }
    }
}
