using System.Net;
using System.Text;
using GrafanaGitOps.Service.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace GrafanaGitOps.Service.Http;

/// <summary>The HTTP port: metrics, probes, and what is pushed to us.</summary>
public sealed class HttpServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private HttpServer(WebApplication application) => _application = application;

    /// <summary>The bound address, with the real port.</summary>
    public IPEndPoint EndPoint
    {
        get
        {
            var address = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            return IPEndPoint.Parse(address[(address.IndexOf("//", StringComparison.Ordinal) + 2)..]);
        }
    }

    /// <summary>Binds and serves; returns once the listener is bound.</summary>
    public static async Task<HttpServer> StartAsync(
        IPEndPoint endPoint, MetricsText metrics, Readiness readiness, HookEndpoint hooks, ILoggerFactory loggerFactory,
        CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "gitops" });
        builder.Services.AddSingleton(loggerFactory).AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            HttpLimits.Apply(kestrel);
            kestrel.Listen(endPoint);
        });
        var application = builder.Build();
        Map(application, metrics, readiness, hooks);
        await application.StartAsync(cancellationToken);
        return new HttpServer(application);
    }

    /// <summary>Accepts no new requests and waits for those under way.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Map(WebApplication application, MetricsText metrics, Readiness readiness, HookEndpoint hooks)
    {
        application.MapGet("/metrics", async context =>
        {
            var text = await metrics.CollectAsync(context.RequestAborted);
            await WriteAsync(context, 200, PrometheusExporter.ContentType, text);
        });
        application.MapPost("/hooks/{source}", hooks.HandleAsync);
        application.MapGet("/healthz", context => WriteTextAsync(context, 200, "ok"));
        application.MapGet("/readyz", async context =>
        {
            var missing = await readiness.FindMissingAsync(context.RequestAborted);
            await WriteTextAsync(context, missing is null ? 200 : 503, missing ?? "ok");
        });
    }

    private static Task WriteTextAsync(HttpContext context, int status, string text) =>
        WriteAsync(context, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text + "\n"));

    private static async Task WriteAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
