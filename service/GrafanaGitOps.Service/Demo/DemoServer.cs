using System.Globalization;
using System.Net;
using GrafanaGitOps.Service.Demo.Api;
using GrafanaGitOps.Service.Demo.Metrics;
using GrafanaGitOps.Service.Demo.Story;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace GrafanaGitOps.Service.Demo;

/// <summary>The demo's own port: the API servers of its clusters, and what its applications and operators measure.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    /// <summary>Connections at a time; three clusters take a dozen watches each.</summary>
    private const int Connections = 500;

    /// <summary>Moments of the history that one answer may hold: 24 hours in steps of 30 seconds.</summary>
    private const int MostMoments = 2880;

    private readonly WebApplication _application;

    private DemoServer(WebApplication application) => _application = application;

    /// <summary>The bound address, with the real port.</summary>
    public IPEndPoint EndPoint
    {
        get
        {
            var address = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            return IPEndPoint.Parse(address[(address.IndexOf("//", StringComparison.Ordinal) + 2)..]);
        }
    }

    public static async Task<DemoServer> StartAsync(
        IPEndPoint endPoint, DemoStage stage, DemoMetrics metrics, StoryClock clock, ILoggerFactory loggers, TimeProvider timeProvider)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "gitops" });
        builder.Services.AddSingleton(loggers).AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = Connections;
            kestrel.Listen(endPoint);
        });
        var application = builder.Build();
        new ApiServer(stage.Clusters, timeProvider).Map(application);
        Map(application, stage, metrics, clock, timeProvider);
        await application.StartAsync();
        return new DemoServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Map(WebApplication application, DemoStage stage, DemoMetrics metrics, StoryClock clock, TimeProvider timeProvider)
    {
        application.MapGet("/metrics/shop", context => WriteAsync(context, metrics.Shop(timeProvider.GetUtcNow())));
        application.MapGet(
            "/metrics/argocd", context => WriteAsync(context, stage.Read(world => metrics.ArgoCd(world, timeProvider.GetUtcNow()))));
        application.MapGet(
            "/metrics/flux", context => WriteAsync(context, stage.Read(world => metrics.Flux(world, timeProvider.GetUtcNow()))));
        application.MapGet("/metrics/history", context => WriteHistoryAsync(context, metrics, clock));
    }

    private static async Task WriteAsync(HttpContext context, MetricSet set)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        MetricsWriter.WriteText(text, set);
        context.Response.ContentType = MetricsWriter.TextType;
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }

    /// <summary><c>hours</c> before the start (default 6, at most 24) in steps of <c>step</c> seconds (default 30).</summary>
    private static async Task WriteHistoryAsync(HttpContext context, DemoMetrics metrics, StoryClock clock)
    {
        var (hours, step) = (Number(context, "hours", 6), Number(context, "step", 30));
        if (hours is not (>= 1 and <= 24) || step is not (>= 5 and <= 600) || hours * 3600 / step > MostMoments)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("hours must be from 1 to 24, step from 5 to 600 seconds, together at most 2880 moments.\n");
            return;
        }

        var (first, pace) = (clock.Start - TimeSpan.FromHours(hours.Value), TimeSpan.FromSeconds(step.Value));
        var times = Enumerable.Range(0, (hours.Value * 3600 / step.Value) + 1).Select(index => first + (index * pace));
        var jobs = metrics.Past(times, context.RequestAborted);
        context.Response.ContentType = MetricsWriter.OpenMetricsType;
        var instance = context.Request.Host.Value ?? "";
        await MetricsWriter.WriteHistoryAsync(context.Response.Body, jobs.Select(job => (Target(job.Key, instance), job.Value)));
    }

    /// <summary>The labels that Prometheus gives to what it scrapes at this address.</summary>
    private static string Target(string job, string instance) => MetricSet.Labels(("instance", instance), ("job", job));

    private static int? Number(HttpContext context, string name, int usual) => context.Request.Query[name].ToString() switch
    {
        "" => usual,
        var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
    };
}
