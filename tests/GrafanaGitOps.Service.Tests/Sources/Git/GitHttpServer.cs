using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Service.Tests.Sources.Git;

/// <summary>git-http-backend behind Kestrel, open or with Basic authentication.</summary>
internal sealed class GitHttpServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<string> _authorizations = new();
    private readonly string _expected;

    private GitHttpServer(string expected)
    {
        _expected = expected;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
    }

    public int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public string Url => $"http://127.0.0.1:{Port}/origin";

    /// <summary>The header of each request; empty where there was none.</summary>
    public IReadOnlyCollection<string> Authorizations => _authorizations;

    /// <summary>Serves the folder's parent.</summary>
    public static Task<GitHttpServer> StartAsync(string repository, string username, string password)
    {
        var backend = Prerequisite.File("/usr/lib/git-core/git-http-backend", "install git");
        return StartAsync(username, password, context => RunBackendAsync(backend, Path.GetDirectoryName(repository)!, context));
    }

    /// <summary>Serves the folder's parent to everyone.</summary>
    public static Task<GitHttpServer> StartAsync(string repository)
    {
        var backend = Prerequisite.File("/usr/lib/git-core/git-http-backend", "install git");
        return StartAsync("", context => RunBackendAsync(backend, Path.GetDirectoryName(repository)!, context));
    }

    /// <summary>Sends everyone who gives the right password elsewhere.</summary>
    public static Task<GitHttpServer> StartRedirectAsync(string target, string username, string password) => StartAsync(username, password, context =>
    {
        context.Response.Redirect(target + context.Request.Path + context.Request.QueryString);
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private static Task<GitHttpServer> StartAsync(string username, string password, RequestDelegate handler) =>
        StartAsync("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")), handler);

    private static async Task<GitHttpServer> StartAsync(string expected, RequestDelegate handler)
    {
        var server = new GitHttpServer(expected);
        server._application.Run(async context =>
        {
            var authorization = context.Request.Headers.Authorization.ToString();
            server._authorizations.Enqueue(authorization);
            if (authorization == server._expected)
            {
                await handler(context);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
        });
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    private static async Task RunBackendAsync(string backend, string root, HttpContext context)
    {
        var start = new ProcessStartInfo(backend) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["GIT_PROJECT_ROOT"] = root;
        start.Environment["GIT_HTTP_EXPORT_ALL"] = "1";
        start.Environment["GIT_PROTOCOL"] = context.Request.Headers["Git-Protocol"];
        start.Environment["REQUEST_METHOD"] = context.Request.Method;
        start.Environment["PATH_INFO"] = context.Request.Path;
        start.Environment["QUERY_STRING"] = context.Request.QueryString.Value?.TrimStart('?');
        start.Environment["CONTENT_TYPE"] = context.Request.ContentType;
        start.Environment["HTTP_CONTENT_ENCODING"] = context.Request.Headers.ContentEncoding;
        using var process = Process.Start(start)!;
        await context.Request.Body.CopyToAsync(process.StandardInput.BaseStream);
        process.StandardInput.Close();
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();

        var end = output.GetBuffer().AsSpan(0, (int)output.Length).IndexOf("\r\n\r\n"u8);
        foreach (var line in Encoding.ASCII.GetString(output.GetBuffer(), 0, end).Split("\r\n"))
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            if (name == "Status") context.Response.StatusCode = int.Parse(value[..3], CultureInfo.InvariantCulture);
            else context.Response.Headers[name] = value;
        }

        await context.Response.Body.WriteAsync(output.GetBuffer().AsMemory(end + 4, (int)output.Length - end - 4));
    }
}
