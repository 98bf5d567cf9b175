using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace GrafanaGitOps.Service.Demo.Api;

/// <summary>Writes the changes of a kind as they happen, one JSON object a line, until the client leaves or its time is up.</summary>
internal static class WatchStream
{
    /// <summary>How often an idle watch hears that nothing was missed; Kubernetes does so about every minute.</summary>
    private static readonly TimeSpan BookmarkInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    public static async Task WriteAsync(HttpContext context, ClusterObjects objects, Scope scope, TimeProvider timeProvider)
    {
        using var life = new CancellationTokenSource(LifeOf(context), timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(life.Token, context.RequestAborted);
        context.Response.ContentType = "application/json";
        try
        {
            // The client waits for the header before it takes the watch as open.
            await context.Response.StartAsync(either.Token);
            await context.Response.Body.FlushAsync(either.Token);
            await FollowAsync(context.Response.Body, objects, scope, VersionOf(context), timeProvider, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The client has left, or the time that it asked for is over, which ends the answer in good order.
        }
    }

    private static async Task FollowAsync(
        Stream body, ClusterObjects objects, Scope scope, long version, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var marked = timeProvider.GetUtcNow();
        while (true)
        {
            if (objects.After(version) is not { } news)
            {
                await WriteAsync(body, "ERROR", Expired(version), cancellationToken);
                return;
            }

            foreach (var one in news.Events.Where(one => scope.Contains(one.Object)))
                await WriteAsync(body, one.IsNew ? "ADDED" : "MODIFIED", Encoding.UTF8.GetString(one.Object.Json), cancellationToken);
            version = news.Version;
            await news.Next.WaitAsync(Remaining(marked, timeProvider), timeProvider, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (Remaining(marked, timeProvider) > TimeSpan.Zero) continue;
            await WriteAsync(body, "BOOKMARK", Bookmark(scope, version), cancellationToken);
            marked = timeProvider.GetUtcNow();
        }
    }

    private static TimeSpan Remaining(DateTimeOffset marked, TimeProvider timeProvider)
    {
        var remaining = BookmarkInterval - (timeProvider.GetUtcNow() - marked);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    private static async Task WriteAsync(Stream body, string type, string json, CancellationToken cancellationToken)
    {
        await body.WriteAsync(Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":{json}}}\n"), cancellationToken);
        await body.FlushAsync(cancellationToken);
    }

    private static string Bookmark(Scope scope, long version) => new JsonObject
    {
        ["kind"] = scope.Kind.Kind,
        ["apiVersion"] = scope.Kind.ApiVersion,
        ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) },
    }.ToJsonString();

    private static string Expired(long version) => new JsonObject
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["message"] = string.Create(CultureInfo.InvariantCulture, $"too old resource version: {version}"),
        ["reason"] = "Expired",
        ["code"] = 410,
    }.ToJsonString();

    private static TimeSpan LifeOf(HttpContext context)
    {
        var asked = TimeSpan.FromSeconds(Number(context, "timeoutSeconds"));
        return asked > TimeSpan.Zero && asked < LongestLife ? asked : LongestLife;
    }

    private static long VersionOf(HttpContext context) => Number(context, "resourceVersion");

    /// <summary>Zero for what is none.</summary>
    private static int Number(HttpContext context, string name) =>
        int.TryParse(context.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
