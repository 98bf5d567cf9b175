using System.Collections.Concurrent;
using System.Net;
using GrafanaGitOps.Service.Sources.Kubernetes;
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
    private readonly string _folder = Directory.CreateTempSubdirectory("gitops-fake-server-").FullName;

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

    /// <summary>The kubeconfig of its clients, from which new ones are made as soon as it changes.</summary>
    public string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    /// <summary>A client of a user of the kubeconfig, who needs no credential unless one is given.</summary>
    public ClusterClient Client(string user = "{}", TimeProvider? clock = null)
    {
        WriteKubeconfig(user);
        return new ClusterClient(new ClusterOptions { Name = "fake", Kubeconfig = Kubeconfig }, clock ?? TimeProvider.System);
    }

    /// <summary>Other contexts lead nowhere.</summary>
    public void WriteKubeconfig(string user, string currentContext = "fake") => File.WriteAllText(Kubeconfig, $$"""
        current-context: {{currentContext}}
        contexts: [{name: fake, context: {cluster: fake, user: fake} }, {name: other, context: {cluster: other} }]
        clusters: [{name: fake, cluster: {server: '{{Url}}'} }, {name: other, cluster: {server: 'http://127.0.0.1:1'} }]
        users: [{name: fake, user: {{user}} }]
        """);

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
        Directory.Delete(_folder, recursive: true);
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
