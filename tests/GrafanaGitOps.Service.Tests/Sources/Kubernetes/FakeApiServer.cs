using System.Collections.Concurrent;
using System.Net;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Kubernetes.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes;

/// <summary>A real HTTP server that answers as a test says: for what a healthy API server does not do on demand.</summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    public const string Group = "fake.test";

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<string> _requests = new();

    private FakeApiServer(WebApplication application) => _application = application;

    /// <summary>What was asked for, in order, discovery left out.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public Uri Url => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts a server that serves the kind <c>widgets.fake.test</c> and leaves every request for it to the handler.</summary>
    public static async Task<FakeApiServer> StartAsync(RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        var server = new FakeApiServer(builder.Build());
        server._application.Run(context => server.AnswerAsync(context, handler));
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public KubernetesClient Client(CredentialSource? credentials = null) => new(
        new ClusterSettings { Name = "fake", Server = Url, Credentials = credentials ?? new TextCredentialSource(null, null, null) }, TimeProvider.System);

    public static string List(string version, string next, params IEnumerable<string> items) =>
        $$"""{"apiVersion":"fake.test/v1","items":[{{string.Join(",", items)}}],"kind":"WidgetList","metadata":{"continue":"{{next}}","resourceVersion":"{{version}}"} }""";

    public static string Widget(string name, string version, string value) =>
        $$$"""{"apiVersion":"fake.test/v1","kind":"Widget","metadata":{"name":"{{{name}}}","namespace":"default","resourceVersion":"{{{version}}}","uid":"uid-{{{name}}}"},"spec":{"value":"{{{value}}}"}}""";

    public static string Event(string type, string content) => $$"""{"type":"{{type}}","object":{{content}}}""" + "\n";

    public static string Status(int code, string reason) =>
        $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"told to say {{code}}","reason":"{{reason}}","code":{{code}}}""";

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context, RequestDelegate handler)
    {
        var path = context.Request.Path.Value!;
        context.Response.ContentType = "application/json";
        if (path == "/apis") return context.Response.WriteAsync("""{"groups":[{"name":"fake.test","versions":[{"version":"v1"}]}]}""");
        if (path == "/apis/fake.test/v1") return context.Response.WriteAsync("""{"resources":[{"name":"widgets","kind":"Widget","namespaced":true}]}""");
        _requests.Enqueue(path[(path.LastIndexOf('/') + 1)..] + context.Request.QueryString);
        return handler(context);
    }
}
