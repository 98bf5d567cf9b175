using GrafanaGitOps.Protocol.Grpc.HealthMessages;
using ServingStatus = GrafanaGitOps.Protocol.Grpc.HealthMessages.HealthCheckResponse.Types.ServingStatus;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>The standard health service, <c>grpc.health.v1.Health</c>: Check and Watch.</summary>
public sealed class GrpcHealth
{
    private const string Service = "grpc.health.v1.Health";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServingStatus> _statuses = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Knows the server as a whole (the empty name) and these services; all serve.</summary>
    public GrpcHealth(params IEnumerable<string> services)
    {
        foreach (var service in services.Append("")) _statuses[service] = ServingStatus.Serving;
    }

    /// <summary>Tells all who watch; the empty name is the server as a whole.</summary>
    public void SetServing(string service, bool serving)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _statuses[service] = serving ? ServingStatus.Serving : ServingStatus.NotServing;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>Puts both methods into a table.</summary>
    /// <param name="methods">The table.</param>
    /// <param name="stopping">Ends those who watch, so that a server that stops need not wait for them.</param>
    public GrpcMethodTable AddTo(GrpcMethodTable methods, CancellationToken stopping = default) => methods
        .Unary(Service, "Check", HealthCheckRequest.Parser, CheckAsync)
        .ServerStreaming<HealthCheckRequest, HealthCheckResponse>(
            Service, "Watch", HealthCheckRequest.Parser, (request, responses, call) => WatchAsync(request, responses, call, stopping));

    private Task<HealthCheckResponse> CheckAsync(HealthCheckRequest request, GrpcCall call)
    {
        var (status, _) = StatusOf(request.Service);
        return status == ServingStatus.ServiceUnknown
            ? throw new GrpcException(GrpcStatusCode.NotFound, $"The service '{request.Service}' is not known.")
            : Task.FromResult(new HealthCheckResponse { Status = status });
    }

    internal async Task WatchAsync(HealthCheckRequest request, GrpcResponseStream<HealthCheckResponse> responses, GrpcCall call, CancellationToken stopping = default)
    {
        ServingStatus? sent = null;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, stopping);
        while (!stopping.IsCancellationRequested)
        {
            var (status, changed) = StatusOf(request.Service);
            if (status != sent) await responses.WriteAsync(new HealthCheckResponse { Status = status });
            sent = status;
            await changed.WaitAsync(ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            call.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private (ServingStatus Status, Task Changed) StatusOf(string service)
    {
        lock (_lock) return (_statuses.GetValueOrDefault(service, ServingStatus.ServiceUnknown), _changed.Task);
    }
}
