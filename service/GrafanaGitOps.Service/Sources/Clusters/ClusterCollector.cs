using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Resilience;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources.Clusters;

/// <summary>Watches one cluster for as long as it runs, and begins anew after whatever went wrong.</summary>
internal sealed class ClusterCollector(
    ClusterOptions options,
    IReadOnlyList<ConfiguredSource> sources,
    EnvironmentRules environments,
    ClusterNames names,
    ClusterTimings timings,
    ClusterMetrics metrics,
    ILogger logger,
    ILoggerFactory loggerFactory,
    TimeProvider timeProvider)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>How long the end waits for what was seen to be recorded; what is not is found again at the next start.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(5);

    private volatile WatchReporter? _reporter;
    private volatile ClusterSession? _session;
    private volatile bool _isBroken;

    /// <summary>What frames call the cluster, as far as it is known.</summary>
    public string Name => _session?.Name ?? options.DisplayName;

    /// <summary>What was not read since the start, and may be by and by; null when waiting for this cluster will not help.</summary>
    public string? Unread
    {
        get
        {
            if (_isBroken) return null;
            if (_reporter?.States is not { Count: > 0 } states) return $"cluster {options.DisplayName}";
            var waiting = states.Where(state => state is { SyncedAt: null, Phase: WatchPhase.Connecting or WatchPhase.Listing }).ToList();
            if (waiting.Count == 0) return null;
            return $"cluster {waiting[0].Cluster} ({string.Join(", ", waiting.Select(state => state.Resource).Distinct())})";
        }
    }

    /// <summary>Somebody says that an object of this kind changed. Where the kind is not watched yet, its first list tells of it.</summary>
    public void Expect(WatchedKind kind, string @namespace)
    {
        foreach (var watch in _session?.Watches ?? [])
            if (watch.Kind == kind) watch.Expect(@namespace);
    }

    public async Task RunAsync(Store store, CancellationToken cancellationToken)
    {
        // Whatever it was, a mistake of ours or a store that is away: the other clusters go on, and this one begins anew.
        var collecting = EndlessRetry.Create(
            FirstPause, LongestPause, timeProvider, _ => true, retry => TellAsync(store, retry.Outcome.Exception!, retry.RetryDelay, cancellationToken));
        try
        {
            await collecting.ExecuteAsync(
                async token =>
                {
                    using var client = Open();
                    await CollectAsync(client, store, token);
                },
                cancellationToken);
        }
        catch (KubernetesException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async ValueTask TellAsync(Store store, Exception exception, TimeSpan pause, CancellationToken cancellationToken)
    {
        var isTheirs = exception is KubernetesException;
        if (isTheirs) Log.NotConfigured(logger, exception.Message, pause);
        else Log.Unexpected(logger, exception, options.DisplayName, pause);
        var ours = $"Cluster {options.DisplayName}: watching ended because of an error of the companion itself; see its log.";
        await RecordFailureAsync(store, isTheirs ? exception.Message : ours, cancellationToken);
    }

    private ClusterClient Open()
    {
        var client = new ClusterClient(options, timings.Transport, timeProvider);
        try
        {
            names.Claim(client.Name, options);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private async Task CollectAsync(ClusterClient client, Store store, CancellationToken cancellationToken)
    {
        var recorder = new ApplicationRecorder(client.Name, store.Applications.RecordAsync, metrics, logger, timeProvider);
        var session = new ClusterSession(client, options.Namespaces, store, environments, recorder, timings.Watch, loggerFactory, timeProvider);
        var running = new List<Func<CancellationToken, Task>>();
        foreach (var (source, settings) in sources) running.Add(await source.Open(session, settings, cancellationToken));
        var reporter = _reporter = new WatchReporter(client.Name, session.Watches, store, logger, timeProvider);
        (_session, _isBroken) = (session, false);
        try
        {
            await TaskGroup.RunAsync([.. running, recorder.RunAsync, reporter.RunAsync], cancellationToken);
        }
        finally
        {
            await FinishAsync(recorder, reporter);
        }
    }

    /// <summary>Records what was seen and is not recorded yet, so that the next run bounds what happens in between as well as can be.</summary>
    private async Task FinishAsync(ApplicationRecorder recorder, WatchReporter reporter)
    {
        using var patience = new CancellationTokenSource(DrainPatience, timeProvider);
        try
        {
            await recorder.DrainAsync(patience.Token);
            await reporter.ReportAsync(TimeSpan.Zero, patience.Token);
        }
        catch (OperationCanceledException)
        {
            // The store is slow or away. Nothing is lost: the next run compares with what is recorded.
        }
    }

    /// <summary>Every kind of the cluster shows the error; what is known of when it was last heard stays.</summary>
    private async Task RecordFailureAsync(Store store, string error, CancellationToken cancellationToken)
    {
        _isBroken = true;
        try
        {
            var cluster = _reporter?.States is [{ } first, ..] ? first.Cluster : options.DisplayName;
            var known = (await store.Operators.ReadWatchesAsync(cancellationToken)).Where(state => state.Cluster == cluster)
                .ToDictionary(state => (state.Resource, Namespace: state.Namespace ?? ""));
            var now = timeProvider.GetUtcNow();
            List<string?> namespaces = [.. options.Namespaces];
            if (namespaces.Count == 0) namespaces.Add(null);
            var states = from kind in sources.SelectMany(source => source.Definition.Kinds)
                         from name in namespaces
                         let before = known.GetValueOrDefault((kind.Resource.Name, name ?? ""))
                             ?? new WatchState { Cluster = cluster, Resource = kind.Resource.Name, Namespace = name, Since = now }
                         let since = before.Phase == WatchPhase.Failing ? before.Since : now
                         select before with { Phase = WatchPhase.Failing, Since = since, LastError = error, LastErrorAt = now };
            await store.Operators.RecordWatchesAsync([.. states], cancellationToken);
        }
#pragma warning disable CA1031 // The next try records it, if the store is back by then.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.FailureNotRecorded(logger, exception, options.DisplayName);
        }
    }
}
