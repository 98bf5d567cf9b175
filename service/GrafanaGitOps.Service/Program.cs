using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.CommandLine;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Delivery;
using GrafanaGitOps.Service.Hosting;
using GrafanaGitOps.Service.Http;
using GrafanaGitOps.Service.Inbox;
using GrafanaGitOps.Service.Plugin;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Resources;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Telemetry;

// Grafana shows itself by a cookie in the environment; everybody else uses the command line.
return Handshake.IsSpawned(Environment.GetEnvironmentVariable)
    ? await SpawnedPlugin.RunAsync(ServeAsync)
    : await Commands.RunAsync(args, ServeAsync);

// The service, in the order in which data flows through it.
static async Task ServeAsync(ServiceRun run)
{
    var (options, loggers, clock) = (run.Options, run.LoggerFactory, TimeProvider.System);
    var started = clock.GetUtcNow();

    // 1. Storage keeps what is known. It is opened last: Grafana waits for the handshake, and questions wait for the store.
    await using var store = new StoreAccess(options.Storage, retry: run.Spawned || options.Storage.Postgres is not null, loggers, clock);

    // 2. Telemetry watches.
    using var metrics = new ServiceMetrics();
    using var metricsText = new MetricsText(metrics, store, clock, loggers);

    // 3. Sources read into the store, which forgets what is too old; others push into its inbox.
    var sources = new SourceRunner(options.Sources, metrics.Meter, clock, loggers);
    using var intake = new InboxIntake(options.Hooks, store, metrics.Meter, clock, loggers);
    var inbox = new InboxRunner(options.Hooks, HookActions.Of(options.Git, sources), intake.Metrics, clock, loggers);
    var retention = new RetentionRunner(options.Storage.Retention, clock, loggers);

    // 4. Delivery finds out which commits each application waits for, and which ones each deployment brought.
    var delivery = new DeliveryRunner(options.Git, options.DataDirectory, metrics.Meter, clock, loggers);

    // Of several replicas, one does all that writes.
    Task CollectAsync(Store opened, CancellationToken token) => TaskGroup.RunAsync(
        [one => sources.RunAsync(opened, one), one => inbox.RunAsync(opened, one), one => delivery.RunAsync(opened, one),
            one => retention.RunAsync(opened, one)], token);
    await using var leadership = Leadership.Start(options.Storage, store, CollectAsync, metrics.Meter, clock, loggers);

    // 5. Queries read out of it.
    var links = ConfiguredLinks.Of(options);
    using var queries = new QueryRunner(store, links, options.Queries, metrics, clock);
    await using var warmUp = WarmUp.Start(store, links, clock, loggers);

    // 6. Grafana asks over the plugin protocol.
    var dataSource = new DataSource(
        queries, options.Queries,
        new ResourceTable(store),
        new HealthCheck(store, options.Storage.Postgres is null ? null : () => leadership.Role),
        new LiveChannels(store, queries, links, options.Queries.MaxRows, clock),
        metricsText, metrics);
    await using var plugin = await PluginServer.StartAsync(PluginEndPoint.Of(run), dataSource.Handlers, loggers, clock, run.Stop);

    // 7. Monitoring asks over HTTP, and others push.
    var repositories = options.Git.Repositories.Select(repository => repository.Name);
    var readiness = new Readiness(store, () => leadership.Role, [.. repositories], () => sources.UnreadClusters, started);
    await using var http = run.Spawned
        ? null
        : await HttpServer.StartAsync(
            ListenAddress.Parse(options.Http.Address), metricsText, readiness, new HookEndpoint(intake, clock, loggers), loggers, run.Stop);

    run.Announce(new ServiceAddresses(plugin.HandshakeLine, plugin.EndPoint, http?.EndPoint));
    store.BeginOpening();
    await Task.WhenAny(run.Stopped, plugin.ShutdownRequested, leadership.Completion);
    if (leadership.Completion.IsFaulted) await leadership.Completion;

    // Questions under way are answered first; what collects and the store end as this method leaves.
    await plugin.StopAsync(CancellationToken.None);
    if (http is not null) await http.StopAsync(CancellationToken.None);
}
