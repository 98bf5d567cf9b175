using Microsoft.AspNetCore.Http.Features;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Why a call was cancelled.</summary>
internal enum GrpcCancellation
{
    None,
    PeerGone,
    DeadlinePassed,
    ServerStopping,
}

/// <summary>
/// The end of a call that comes from outside: reset by the peer, deadline, server stop. The token is made when somebody asks for it,
/// because most unary calls never do.
/// </summary>
internal sealed class GrpcCallLifetime
{
    /// <summary>The longest time that a timer takes; a later deadline is none.</summary>
    private static readonly TimeSpan MaxTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Lock _lock = new();
    private readonly IHttpRequestLifetimeFeature _request;
    private readonly CancellationToken _serverStopping;
    private readonly TaskCompletionSource? _expired;
    private readonly ITimer? _timer;
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _requestRegistration;
    private CancellationTokenRegistration _stopRegistration;
    private GrpcCancellation _cause;
    private bool _ended;

    public GrpcCallLifetime(
        IHttpRequestLifetimeFeature request, TimeSpan? timeout, TimeProvider timeProvider, CancellationToken serverStopping)
    {
        _request = request;
        _serverStopping = serverStopping;
        if (timeout is not { } limit || limit > MaxTimer) return;
        _expired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _timer = timeProvider.CreateTimer(
            static state => ((GrpcCallLifetime)state!).Cancel(GrpcCancellation.DeadlinePassed), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when the deadline passes; null without one.</summary>
    public Task? Expired => _expired?.Task;

    public CancellationToken Token
    {
        get
        {
            lock (_lock)
            {
                return (_source ??= CreateSource()).Token;
            }
        }
    }

    /// <summary>The first cause, also when nobody asked for the token.</summary>
    public GrpcCancellation Cause
    {
        get
        {
            lock (_lock)
            {
                if (_cause != GrpcCancellation.None || _ended) return _cause;
                if (_request.RequestAborted.IsCancellationRequested) return GrpcCancellation.PeerGone;
                return _serverStopping.IsCancellationRequested ? GrpcCancellation.ServerStopping : GrpcCancellation.None;
            }
        }
    }

    public void Cancel(GrpcCancellation cause)
    {
        CancellationTokenSource? source;
        lock (_lock)
        {
            if (_ended || _cause != GrpcCancellation.None) return;
            _cause = cause;
            source = _source;
        }

        if (cause == GrpcCancellation.DeadlinePassed) _expired!.TrySetResult();
        source?.Cancel();
    }

    /// <summary>After this the request is not touched any more, whoever still holds the call.</summary>
    public void End()
    {
        lock (_lock) _ended = true;
        _timer?.Dispose();
        _requestRegistration.Dispose();
        _stopRegistration.Dispose();
    }

    private CancellationTokenSource CreateSource()
    {
        var source = new CancellationTokenSource();
        if (_ended || _cause != GrpcCancellation.None)
        {
            source.Cancel();
            return source;
        }

        _source = source;
        _requestRegistration = _request.RequestAborted.UnsafeRegister(
            static state => ((GrpcCallLifetime)state!).Cancel(GrpcCancellation.PeerGone), this);
        _stopRegistration = _serverStopping.UnsafeRegister(
            static state => ((GrpcCallLifetime)state!).Cancel(GrpcCancellation.ServerStopping), this);
        return source;
    }
}
