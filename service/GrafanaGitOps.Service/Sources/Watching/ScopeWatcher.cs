using System.Net;
using System.Text.Json;
using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Kubernetes.Json;
using k8s.Models;
using Polly;
using Polly.Retry;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>
/// Watches one kind in one namespace or in all:
/// (1) find the version that is served, (2) list and compare, (3) watch from the list's version, (4) when the watch ends, watch on from the last
/// version that was seen, and list again only if the server has forgotten it.
/// </summary>
internal sealed class ScopeWatcher<T>
{
    private readonly ClusterClient _client;
    private readonly ResourceDefinition _definition;
    private readonly string? _namespace;
    private readonly string? _labelSelector;
    private readonly WatchTimings _timings;
    private readonly TimeProvider _timeProvider;
    private readonly ChangeFeed<T> _feed;
    private readonly WatchHealth _health;
    private readonly ResiliencePipeline<bool> _retry;
    private ApiResource? _resource;
    private string? _resourceVersion;
    private DateTimeOffset? _missingSince;
    private DateTimeOffset? _refusedSince;
    private volatile WatchConnection? _open;

    public ScopeWatcher(
        ClusterClient client,
        ResourceDefinition definition,
        string? @namespace,
        ObjectParser<T> parser,
        ResourceWatcherOptions options,
        ChangeWriter<T> changes,
        ILogger logger,
        TimeProvider timeProvider)
    {
        _client = client;
        _definition = definition;
        _namespace = @namespace;
        _labelSelector = options.LabelSelector;
        _timings = options.Timings;
        _timeProvider = timeProvider;
        _health = new WatchHealth(client.Name, definition, @namespace, logger, timeProvider);
        _feed = new ChangeFeed<T>(parser, changes, _health, timeProvider, @namespace, options);
        _retry = new ResiliencePipelineBuilder<bool> { TimeProvider = timeProvider }.AddRetry(new RetryStrategyOptions<bool>
        {
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = _timings.FirstPause,
            MaxDelay = _timings.LongestPause,
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } exception ? IsTransient(exception) : !args.Outcome.Result),
            DelayGenerator = args => ValueTask.FromResult(PauseAfter(args.Outcome.Exception)),
            OnRetry = args =>
            {
                if (args.Outcome.Exception is { } exception) Tell(exception);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    /// <summary>What it allowed before it refuses now, but not yet for long.</summary>
    private bool IsPerhapsStarting =>
        _health.State.SyncedAt is not null && !(_timeProvider.GetUtcNow() - _refusedSince >= _timings.ForbiddenConfirmation);

    public WatchState State => _health.State with { LastAlive = _feed.LastAlive, Objects = _feed.Count };

    /// <summary>
    /// Somebody says that an object changed, so an open watch must speak soon, or it is dead and opened anew. An open one is not opened anew at
    /// once: what comes then would no longer count as seen when it happened.
    /// </summary>
    public void Expect(string @namespace)
    {
        if (_namespace is not null && _namespace != @namespace) return;
        try
        {
            _open?.ExpectWithin(_timings.CatchUp);
        }
        catch (ObjectDisposedException)
        {
            // It has just ended, and what comes next brings what was missed.
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true) await _retry.ExecuteAsync(async token => await ProceedAsync(token), cancellationToken);
    }

    private static bool IsTransient(Exception exception) =>
        exception is KubernetesException or IOException or HttpRequestException or InvalidDataException or TimeoutException or JsonException;

    /// <summary>Never shorter than what the server asked for; null leaves it to the growing pauses.</summary>
    private TimeSpan? PauseAfter(Exception? exception) => exception switch
    {
        KubernetesException { Status: HttpStatusCode.Forbidden, IsExpired: false } when !IsPerhapsStarting => _timings.ForbiddenPause,
        KubernetesException { RetryAfter: { } asked } when asked > _timings.FirstPause => asked * (1 + (Random.Shared.NextDouble() / 10)),
        _ => null,
    };

    private void Tell(Exception exception)
    {
        switch (exception)
        {
            case KubernetesException { IsExpired: true }:
                _resourceVersion = null;
                _health.Expired();
                break;
            case KubernetesException { Status: HttpStatusCode.Forbidden }:
                _resourceVersion = null;
                _refusedSince ??= _timeProvider.GetUtcNow();
                _health.Enter(IsPerhapsStarting ? WatchPhase.Connecting : WatchPhase.Forbidden, exception.Message);
                break;
            case KubernetesException { Status: HttpStatusCode.NotFound }:
                _resource = null;
                _health.Enter(WatchPhase.Connecting, exception.Message);
                break;
            default:
                _health.Enter(WatchPhase.Failing, exception is KubernetesException ? exception.Message : $"Cluster {_client.Name}: {_definition}: {exception.Message}.");
                break;
        }
    }

    /// <summary>Makes one step; false when it led nowhere.</summary>
    private async Task<bool> ProceedAsync(CancellationToken cancellationToken)
    {
        _resource ??= await _client.Discovery.FindAsync(_definition, cancellationToken);
        if (_resource is null)
        {
            await MissAsync(cancellationToken);
            return true;
        }

        _missingSince = null;
        _health.Found(_resource.Version);
        var query = new ResourceQuery(_resource, _namespace, _labelSelector);
        if (_resourceVersion is not null) return await WatchAsync(query, _resourceVersion, cancellationToken);
        await ListAsync(query, cancellationToken);
        return true;
    }

    private async Task ListAsync(ResourceQuery query, CancellationToken cancellationToken)
    {
        _health.Enter(WatchPhase.Listing);
        _feed.BeginList();
        var list = _client.OpenList(query, _timings.PageSize);
        list.Restarted = _feed.BeginList;
        await foreach (var item in list.ReadAsync(cancellationToken)) await _feed.ListedAsync(item, cancellationToken);
        await _feed.EndListAsync(cancellationToken);
        (_resourceVersion, _refusedSince) = (list.ResourceVersion, null);
        _health.Synced();
    }

    private async Task<bool> WatchAsync(ResourceQuery query, string resourceVersion, CancellationToken cancellationToken)
    {
        var openedAt = _timeProvider.GetTimestamp();
        var (hasHeard, isBroken) = (false, false);
        await using var watch = await _client.OpenWatchAsync(query, resourceVersion, Jittered(_timings.Lifetime), _timings.Silence, cancellationToken);
        _health.Enter(WatchPhase.Watching);
        _feed.BeginWatch();
        _open = watch;
        try
        {
            for (; await watch.ReadAsync() is { } change; hasHeard = true) await HandleAsync(change, cancellationToken);
            _feed.EndWatch();
        }
        catch (TimeoutException)
        {
            // No failure: an idle kind on a server that sends no bookmarks looks the same as a dead connection.
            _health.Silent();
        }
        catch (Exception exception) when (hasHeard && IsTransient(exception))
        {
            Tell(exception);
            isBroken = true;
        }
        finally
        {
            _open = null;
            _feed.BreakOff();
        }

        var isShort = _timeProvider.GetElapsedTime(openedAt) < _timings.ShortLife;
        // It worked, so that the pauses do not grow.
        if (hasHeard && (isBroken || isShort)) await Task.Delay(Jittered(_timings.FirstPause / 2), _timeProvider, cancellationToken);
        return hasHeard || !isShort;
    }

    private async ValueTask HandleAsync(WatchEvent change, CancellationToken cancellationToken)
    {
        if (change.Type == WatchEventType.Error) throw Failure(ApiStatus.Read(change.Object.Json));
        await _feed.WatchedAsync(change, cancellationToken);
        if (change.Object.Meta is { ResourceVersion: { Length: > 0 } version }) _resourceVersion = version;
    }

    /// <summary>The kind is not served: either its operator is not installed or, for a moment, the server has just started.</summary>
    private async Task MissAsync(CancellationToken cancellationToken)
    {
        _missingSince ??= _timeProvider.GetUtcNow();
        _health.Enter(WatchPhase.Missing);
        var isConfirmed = _feed.Count == 0 || _timeProvider.GetUtcNow() - _missingSince >= _timings.MissingConfirmation;
        if (isConfirmed)
        {
            await _feed.MissingAsync(cancellationToken);
            _resourceVersion = null;
            _health.Synced();
        }

        var pause = isConfirmed ? _timings.DiscoveryInterval : TimeSpan.FromTicks(Math.Min(_timings.DiscoveryInterval.Ticks, _timings.MissingConfirmation.Ticks / 3));
        await Task.Delay(Jittered(pause / 1.5), _timeProvider, cancellationToken);
    }

    private KubernetesException Failure(V1Status status) =>
        new($"Cluster {_client.Name}: {_definition}: the watch ended: {ForeignText.Line(status.Message is { Length: > 0 } message ? message : status.Reason, ForeignText.MessageLength)}.")
        {
            Status = (HttpStatusCode?)status.Code,
            IsExpired = status.IsExpired() || status.IsVersionTooLarge(),
        };

    /// <summary>From the given time to twice it.</summary>
    private static TimeSpan Jittered(TimeSpan time) => time * (1 + Random.Shared.NextDouble());
}
