using System.Globalization;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Metrics;

/// <summary>
/// What the applications of the shop measure. Counters are sums over steps of time from a fixed beginning, so every reader who comes to the
/// same moment has the same numbers, whether by way of the history or live.
/// </summary>
internal sealed class ShopMetrics
{
    /// <summary>How long before the start the counters begin.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private static readonly MetricFamily Requests = MetricFamily.Histogram(
        "http_server_request_duration_seconds", "Duration of HTTP server requests.", Latency.Bounds);

    private static readonly MetricFamily Connections = MetricFamily.Gauge("db_client_connection_count", "Connections by state.");
    private static readonly MetricFamily MostConnections = MetricFamily.Gauge("db_client_connection_max", "Connections that may be open.");

    private readonly StoryClock _clock;
    private readonly List<Instance> _instances = [];
    private readonly Dictionary<int, double[]> _shares = [];
    private DateTimeOffset _until;

    public ShopMetrics(StoryClock clock)
    {
        (_clock, _until) = (clock, clock.Start - Memory);
        foreach (var cluster in Fleet.Clusters)
            _instances.AddRange(ShopService.All.Select(service => new Instance(service, cluster)));
    }

    /// <summary>Counts what happened up to the last whole step before a moment. Time only goes on.</summary>
    public void Advance(DateTimeOffset to)
    {
        for (; _until + Step <= to; _until += Step)
        {
            var story = _clock.StoryTime(_until);
            foreach (var instance in _instances) Count(instance, story);
        }
    }

    public void Write(MetricSet set)
    {
        var story = _clock.StoryTime(_until);
        foreach (var instance in _instances)
        {
            foreach (var series in instance.Series) set.Add(Requests, series.Labels, [.. series.Values]);
            var most = instance.Service.Connections(story, instance.Environment);
            var used = Math.Round(most * instance.Service.At(story, instance.Environment).Saturation);
            set.Add(Connections, $"{instance.Pool},state=\"used\"", used);
            set.Add(Connections, $"{instance.Pool},state=\"idle\"", most - used);
            set.Add(MostConnections, instance.Pool, most);
        }
    }

    private void Count(Instance instance, TimeSpan story)
    {
        var (percentile, errors, _) = instance.Service.At(story, instance.Environment);
        var requests = instance.Service.RateAt(_until, instance.Environment) * Step.TotalSeconds;
        var shares = Shares(percentile);
        foreach (var series in instance.Series)
        {
            var count = requests * series.Share * (series.IsError ? errors : 1 - errors);
            for (var index = 0; index < shares.Length; index++) series.Values[index] += count * shares[index];
        }
    }

    private double[] Shares(double percentile)
    {
        var milliseconds = (int)Math.Round(percentile * 1000);
        return _shares.TryGetValue(milliseconds, out var known) ? known : _shares[milliseconds] = Latency.Shares(milliseconds / 1000d);
    }

    /// <summary>One application in one cluster.</summary>
    private sealed class Instance(ShopService service, DemoCluster cluster)
    {
        private static readonly int[] ApplicationSnapshot = [200, 500];

        private readonly string _resource = MetricSet.Labels(
            ("service_name", service.Name),
            ("service_namespace", Fleet.Project),
            ("deployment_environment_name", cluster.Environment),
            ("k8s_cluster_name", cluster.Name),
            ("k8s_namespace_name", Fleet.Project));

        public ShopService Service => service;

        public string Environment => cluster.Environment;

        public string Pool => $"{_resource},{MetricSet.Labels(("db_client_connection_pool_name", $"{service.Name}-db"))}";

        public IReadOnlyList<Series> Series => field ??=
        [
            .. from route in service.Routes
               from status in ApplicationSnapshot
               select new Series($"{_resource},{Labels(route.Method, route.Route, status)}", route.Share, status == 500),
        ];

        private static string Labels(string method, string route, int status) => MetricSet.Labels(
            ("http_request_method", method), ("http_route", route),
            ("http_response_status_code", status.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Requests of one route with one outcome.</summary>
    private sealed class Series(string labels, double share, bool isError)
    {
        public string Labels => labels;

        public double Share => share;

        public bool IsError => isError;

        public double[] Values { get; } = new double[Latency.Bounds.Count + 2];
    }
}
