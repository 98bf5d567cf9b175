using System.Net;
using System.Text.Json;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes.Json;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Watching;

/// <summary>
/// Watches one kind in one namespace or in all:
/// (1) find the version that is served, (2) list and compare, (3) watch from the list's version, (4) when the watch ends, watch on from the last
/// version that was seen, and list again only if the server has forgotten it.
/// </summary>
internal sealed class ScopeWatcher<T>
{
    private readonly KubernetesClient _client;
    private readonly ResourceDefinition _definition;
    private readonly string? _namespace;
    private readonly string? _labelSelector;
    private readonly WatchTimings _timings;
    private readonly TimeProvider _timeProvider;
    private readonly ChangeFeed<T> _feed;
    private readonly WatchHealth _health;
    private readonly Backoff _backoff;
    private ApiResource? _resource;
    private string? _resourceVersion;
    private DateTimeOffset? _missingSince;
    private volatile WatchConnection? _open;

    public ScopeWatcher(
        KubernetesClient client,
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
        _backoff = new Backoff(_timings.FirstPause, _timings.LongestPause, timeProvider);
    }

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
        while (true)
        {
            try
            {
                await ProceedAsync(cancellationToken);
            }
            catch (KubernetesException exception) when (exception.IsExpired)
            {
                _resourceVersion = null;
                _health.Expired();
                await _backoff.WaitAsync(exception.RetryAfter, cancellationToken);
            }
            catch (KubernetesException exception) when (exception.Status == HttpStatusCode.Forbidden)
            {
                _resourceVersion = null;
                _health.Enter(WatchPhase.Forbidden, exception.Message);
                await Task.Delay(_timings.ForbiddenPause, _timeProvider, cancellationToken);
            }
            catch (KubernetesException exception) when (exception.Status == HttpStatusCode.NotFound)
            {
                _resource = null;
                _health.Enter(WatchPhase.Connecting, exception.Message);
                await _backoff.WaitAsync(exception.RetryAfter, cancellationToken);
            }
            catch (Exception exception) when (IsTransient(exception))
            {
                _health.Enter(WatchPhase.Failing, exception is KubernetesException ? exception.Message : $"Cluster {_client.Name}: {_definition}: {exception.Message}.");
                await _backoff.WaitAsync((exception as KubernetesException)?.RetryAfter, cancellationToken);
            }
        }
    }

    private static bool IsTransient(Exception exception) =>
        exception is KubernetesException or IOException or HttpRequestException or InvalidDataException or TimeoutException or JsonException;

    private async Task ProceedAsync(CancellationToken cancellationToken)
    {
        _resource ??= await _client.Discovery.FindAsync(_definition, cancellationToken);
        if (_resource is null)
        {
            await MissAsync(cancellationToken);
            return;
        }

        _missingSince = null;
        _health.Found(_resource.Version);
        var query = new ResourceQuery(_resource, _namespace, _labelSelector);
        if (_resourceVersion is null) await ListAsync(query, cancellationToken);
        await WatchAsync(query, cancellationToken);
    }

    private async Task ListAsync(ResourceQuery query, CancellationToken cancellationToken)
    {
        _health.Enter(WatchPhase.Listing);
        _feed.BeginList();
        var list = _client.OpenList(query, _timings.PageSize);
        list.Restarted = _feed.BeginList;
        await foreach (var item in list.ReadAsync(cancellationToken)) await _feed.ListedAsync(item, cancellationToken);
        await _feed.EndListAsync(cancellationToken);
        _resourceVersion = list.ResourceVersion;
        _health.Synced();
        _backoff.Reset();
    }

    private async Task WatchAsync(ResourceQuery query, CancellationToken cancellationToken)
    {
        var openedAt = _timeProvider.GetTimestamp();
        await using var watch = await _client.OpenWatchAsync(query, _resourceVersion!, Jittered(_timings.Lifetime), _timings.Silence, cancellationToken);
        _health.Enter(WatchPhase.Watching);
        _feed.BeginWatch();
        _open = watch;
        try
        {
            while (await watch.ReadAsync() is { } change) await HandleAsync(change, cancellationToken);
            _feed.EndWatch();
        }
        catch (TimeoutException)
        {
            // No failure: an idle kind on a server that sends no bookmarks looks the same as a dead connection.
            _health.Silent();
        }
        finally
        {
            _open = null;
            _feed.BreakOff();
        }

        if (_timeProvider.GetElapsedTime(openedAt) < _timings.ShortLife) await _backoff.WaitAsync(null, cancellationToken);
        else _backoff.Reset();
    }

    private async ValueTask HandleAsync(WatchEvent change, CancellationToken cancellationToken)
    {
        if (change.Type == WatchEventType.Error) throw Failure(ApiStatus.Read(change.Object.Json.Span));
        await _feed.WatchedAsync(change, cancellationToken);
        if (change.Object.Meta is { ResourceVersion: { Length: > 0 } version }) _resourceVersion = version;
        _backoff.Reset();
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

    private KubernetesException Failure(ApiStatus status) =>
        new($"Cluster {_client.Name}: {_definition}: the watch ended: {(status.Message.Length > 0 ? status.Message : status.Reason)}.")
        {
            Status = status.Code,
            IsExpired = status.IsExpired || status.IsVersionTooLarge,
        };

    /// <summary>From the given time to twice it.</summary>
    private static TimeSpan Jittered(TimeSpan time) => time * (1 + Random.Shared.NextDouble());
}
