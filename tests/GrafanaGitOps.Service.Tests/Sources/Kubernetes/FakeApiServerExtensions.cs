using Microsoft.AspNetCore.Http;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes;

internal static class FakeApiServerExtensions
{
    public static bool IsWatch(this HttpContext context) => context.Request.Query.ContainsKey("watch");

    public static Task RefuseAsync(this HttpContext context, int code, string reason, string? retryAfter = null)
    {
        context.Response.StatusCode = code;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsync(FakeApiServer.Status(code, reason));
    }

    /// <summary>Sends text now and keeps the response open until the client leaves.</summary>
    public static async Task StreamAsync(this HttpContext context, params IReadOnlyList<string> lines)
    {
        await context.Response.Body.FlushAsync();
        foreach (var line in lines)
        {
            await context.Response.WriteAsync(line);
            await context.Response.Body.FlushAsync();
        }

        await Wait.UntilCancelledAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
