using System.Security.Cryptography;
using GrafanaGitOps.Protocol.Frames;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>The one place that decides what Grafana hears of an exception: a <see cref="PluginException"/> as it is, of any other only an id that the log explains.</summary>
internal static class PluginErrors
{
    public static PluginException Explain(Exception exception, string subject, ILogger logger)
    {
        if (exception is PluginException known)
        {
            Log.Refused(logger, known.InnerException, subject, known.Status, known.Message);
            return known;
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        Log.Failed(logger, exception, subject, id);
        // A frame that cannot be written says which field and row to look at; that is for people too.
        var reason = exception is FrameException ? exception.Message : "an error in the plugin";
        return new($"{subject} failed because of {reason}; the plugin's log says more under error id {id}.", 500, ErrorSource.Plugin, exception);
    }

    /// <summary>For calls whose answer has no place for an error.</summary>
    public static RpcException ToStatus(Exception exception, string subject, ILogger logger, CancellationToken cancellationToken)
    {
        if (exception is RpcException status) return status;
        // Whatever a call throws that nobody waits for any more, such as a write, comes from that.
        if (cancellationToken.IsCancellationRequested) return new(new Status(StatusCode.Cancelled, $"{subject} was cancelled."));
        var error = Explain(exception, subject, logger);
        return new(new Status(error.ErrorSource == ErrorSource.Downstream ? StatusCode.Unavailable : StatusCode.Internal, Text(error)));
    }

    public static string Text(PluginException error) =>
        error.Message.Length <= PluginLimits.ErrorLength ? error.Message : string.Concat(error.Message.AsSpan(0, PluginLimits.ErrorLength), "...");
}
