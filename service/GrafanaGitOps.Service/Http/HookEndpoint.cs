using System.Buffers;
using System.Globalization;
using System.Text;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Inbox;
using Microsoft.AspNetCore.Http.Features;

namespace GrafanaGitOps.Service.Http;

/// <summary><c>POST /hooks/{source}</c>: what stands between the network and the inbox. Who sends has proved nothing before the body was read.</summary>
/// <param name="intake">Takes what arrived.</param>
/// <param name="timeProvider">The clock of the patience with a body.</param>
/// <param name="loggerFactory">Where it logs.</param>
public sealed class HookEndpoint(InboxIntake intake, TimeProvider timeProvider, ILoggerFactory loggerFactory)
{
    /// <summary>Bytes of bodies in memory at a time, beside <see cref="HookOptions.Concurrency"/>.</summary>
    private const long BytesAtATime = 64 * 1024 * 1024;

    private readonly HookOptions _options = intake.Options;
    private readonly Admission _admission = new(intake.Options.Concurrency, BytesAtATime);
    private readonly ILogger _logger = loggerFactory.CreateLogger<HookEndpoint>();

    /// <summary>Answers.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var source = (string)context.Request.RouteValues["source"]!;
        var isKnown = intake.Receivers.Contains(source);
        var answer = isKnown ? await TakeAsync(source, context) : Unknown(source);
        intake.Metrics.CountDelivery(isKnown ? source : "unknown", answer.Outcome);
        var (path, client) = (context.Request.Path.Value, context.Connection.RemoteIpAddress);
        if (answer.Status >= 400) Log.Refused(_logger, path, client, answer.Status, answer.Text);
        await WriteAsync(context, answer);
    }

    private async Task<HookAnswer> TakeAsync(string source, HttpContext context)
    {
        var request = context.Request;
        if (!request.HasJsonContentType())
            return new HookAnswer(415, "not_json", "The body must be application/json: choose that content type in the sender's settings.");
        if (request.ContentLength > _options.MaxBody.Bytes) return TooLarge();
        using var place = _admission.TryEnter(request.ContentLength ?? _options.MaxBody.Bytes);
        if (place is null) return HookAnswer.Later(503, "busy", "Too many deliveries are being taken right now (hooks.concurrency). Come again.", 1);

        var body = await ReadAsync(context);
        return body.Refusal ?? await intake.TakeAsync(source, request.Headers, body.Bytes!);
    }

    private async Task<(byte[]? Bytes, HookAnswer? Refusal)> ReadAsync(HttpContext context)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = _options.MaxBody.Bytes;
        try
        {
            var body = await ReadAsync(context.Request, context.RequestAborted);
            return (body, body is null ? Slow() : null);
        }
        catch (BadHttpRequestException exception)
        {
            return (null, exception.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => TooLarge(),
                StatusCodes.Status408RequestTimeout => Slow(),
                _ => new HookAnswer(400, "cut_off", "The body did not arrive as it was announced."),
            });
        }
    }

    /// <summary>The body; null when it did not arrive in time. A token would leave the reader in a state in which the server cannot end the request.</summary>
    private async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken aborted)
    {
        var (reader, body) = (request.BodyReader, new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 0) + 1));
        using var patience = new CancellationTokenSource(_options.Timeout, timeProvider);
        await using var late = patience.Token.Register(reader.CancelPendingRead);
        while (true)
        {
            var result = await reader.ReadAsync(aborted);
            foreach (var part in result.Buffer) body.Write(part.Span);
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return body.WrittenSpan.ToArray();
            if (result.IsCanceled) return null;
        }
    }

    private HookAnswer TooLarge() => new(413, "too_large", $"The body is larger than {_options.MaxBody.Bytes} bytes (hooks.maxBody).");

    private HookAnswer Slow() => new(408, "slow", $"The body took longer than {_options.Timeout.TotalSeconds} s (hooks.timeout).");

    private HookAnswer Unknown(string source)
    {
        var shown = source.Length > 100 ? source[..100] + "..." : source;
        var known = intake.Receivers.Count == 0 ? "None is configured" : $"Configured are {string.Join(", ", intake.Receivers)}";
        return new HookAnswer(404, "unknown", $"There is no receiver \"{shown}\". {known} (hooks.receivers).");
    }

    private static async Task WriteAsync(HttpContext context, HookAnswer answer)
    {
        var response = context.Response;
        var body = Encoding.UTF8.GetBytes(answer.Text + "\n");
        response.StatusCode = answer.Status;
        response.ContentType = answer.Status < 300 ? "application/json" : "text/plain; charset=utf-8";
        response.ContentLength = body.Length;
        if (answer.RetryAfter is { } later) response.Headers.RetryAfter = ((int)later.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
