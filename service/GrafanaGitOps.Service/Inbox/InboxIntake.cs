using System.Data.Common;
using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Senders;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Inbox;

namespace GrafanaGitOps.Service.Inbox;

/// <summary>
/// Takes what is pushed, on any replica: (1) the sender proves that it knows the secret, (2) the delivery gets the name by which it is known when
/// it comes again, (3) it becomes durable, and only then is it acknowledged. It is processed later, by the replica that collects.
/// </summary>
public sealed class InboxIntake : IDisposable
{
    /// <summary>How often it is looked how much waits to be processed.</summary>
    private static readonly TimeSpan BacklogFreshness = TimeSpan.FromSeconds(1);

    private readonly StoreAccess _stores;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly Dictionary<string, Receiver> _receivers;
    private readonly GroupCommit<NewDelivery, TakenDelivery> _commit;
    private (DateTimeOffset Read, long Size) _backlog;

    /// <summary>Prepares; the store may still be opening.</summary>
    public InboxIntake(HookOptions options, StoreAccess stores, Meter meter, TimeProvider timeProvider, ILoggerFactory loggerFactory)
    {
        (Options, Metrics, _stores, _timeProvider) = (options, new InboxMetrics(meter), stores, timeProvider);
        _logger = loggerFactory.CreateLogger<InboxIntake>();
        _receivers = options.Receivers.Select(receiver => new Receiver(receiver, options.PerSecond, timeProvider))
            .ToDictionary(receiver => receiver.Name, StringComparer.Ordinal);
        _commit = new GroupCommit<NewDelivery, TakenDelivery>(WriteAsync);
    }

    /// <summary>Who may push, and how much.</summary>
    public HookOptions Options { get; }

    /// <summary>What is counted.</summary>
    public InboxMetrics Metrics { get; }

    /// <summary>Names of the receivers.</summary>
    public IReadOnlyCollection<string> Receivers => _receivers.Keys;

    /// <summary>Takes a delivery for a receiver that there is, or says why not.</summary>
    public async Task<HookAnswer> TakeAsync(string receiver, IHeaderDictionary headers, byte[] body)
    {
        try
        {
            var (delivery, refusal) = Check(_receivers[receiver], new HookRequest(headers, body), body);
            if (delivery is null) return refusal!;
            using var patience = new CancellationTokenSource(Options.Timeout, _timeProvider);
            return HookAnswer.Taken(await _commit.WriteAsync(delivery, patience.Token));
        }
        catch (Exception exception) when (exception is StorageException or DbException or OperationCanceledException)
        {
            Log.NotKept(_logger, exception, receiver);
            return HookAnswer.Later(503, "not_kept", "The delivery was not kept, because the store does not take it now. Come again.", 10);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _commit.Dispose();

    private (NewDelivery? Delivery, HookAnswer? Refusal) Check(Receiver receiver, HookRequest request, byte[] body)
    {
        string? problem;
        try
        {
            problem = receiver.FindProblem(request);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.SecretNotRead(_logger, exception, receiver.Name);
            return (null, HookAnswer.Later(503, "not_verified", $"The secret of the receiver {receiver.Name} cannot be read. See the companion's log.", 60));
        }

        if (problem is not null) return (null, new HookAnswer(401, "unauthorized", problem));
        if (!receiver.Rate.TryCount())
            return (null, HookAnswer.Later(429, "too_many", $"More than {Options.PerSecond} deliveries in a second (hooks.perSecond).", 1));
        return receiver.Delivery(request, body) is { } delivery
            ? (delivery, null)
            : (null, new HookAnswer(400, "unknown_event", $"No header says which event it is. Does {receiver.Sender.Name} send this?"));
    }

    private async Task<IReadOnlyList<TakenDelivery>> WriteAsync(IReadOnlyList<NewDelivery> batch)
    {
        var inbox = (await _stores.GetAsync(CancellationToken.None)).Inbox;
        var now = _timeProvider.GetUtcNow();
        if (now - _backlog.Read >= BacklogFreshness) _backlog = (now, await inbox.ReadWaitingSizeAsync(CancellationToken.None));
        if (_backlog.Size > Options.MaxSize.Bytes)
            throw new StorageException($"{_backlog.Size} bytes wait to be processed, more than hooks.maxSize. Does a replica collect?");
        return await inbox.AddAsync(batch, CancellationToken.None);
    }
}
