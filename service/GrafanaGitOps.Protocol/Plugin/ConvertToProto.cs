using Google.Protobuf;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Our answers as Grafana's messages. Danger: those with frames live only until their <see cref="QueryAnswer"/> is disposed.</summary>
internal static class ConvertToProto
{
    private const int Ok = 200;

    public static Proto.QueryDataResponse QueryData(IEnumerable<QueryAnswer> answers)
    {
        var response = new Proto.QueryDataResponse();
        foreach (var answer in answers) response.Responses[answer.RefId] = Answer(answer);
        return response;
    }

    /// <summary>One part for each frame; an answer without any still gets one, so that every query is heard of.</summary>
    public static IEnumerable<Proto.QueryChunkedDataResponse> Chunks(QueryAnswer answer)
    {
        if (answer.Frames.Count == 0) yield return Chunk(answer);
        for (var index = 0; index < answer.Frames.Count; index++)
        {
            var chunk = Chunk(answer);
            chunk.FrameId = index.ToString(System.Globalization.CultureInfo.InvariantCulture);
            chunk.Frame = answer.Frames[index].AsByteString();
            yield return chunk;
        }
    }

    public static Proto.CheckHealthResponse Health(HealthResult health) => new()
    {
        Status = health.Ok ? Proto.CheckHealthResponse.Types.HealthStatus.Ok : Proto.CheckHealthResponse.Types.HealthStatus.Error,
        Message = health.Message,
        JsonDetails = Bytes(health.JsonDetails),
    };

    public static Proto.CollectMetricsResponse Metrics(ReadOnlyMemory<byte> text) => new() { Metrics = new() { Prometheus = Bytes(text) } };

    /// <summary>The first part has status and headers.</summary>
    public static IEnumerable<Proto.CallResourceResponse> Parts(ResourceResponse response)
    {
        var body = response.Body;
        var first = new Proto.CallResourceResponse { Code = response.Status, Body = Bytes(Part(body, 0)) };
        first.Headers["Content-Type"] = new() { Values = { response.ContentType } };
        yield return first;
        for (var start = PluginLimits.ResourcePartBytes; start < body.Length; start += PluginLimits.ResourcePartBytes)
            yield return new() { Body = Bytes(Part(body, start)) };
    }

    /// <summary>Without a copy: nobody writes to an answer once it is given.</summary>
    public static ByteString Bytes(ReadOnlyMemory<byte> bytes) => UnsafeByteOperations.UnsafeWrap(bytes);

    public static string Source(ErrorSource source) => source == ErrorSource.Downstream ? "downstream" : "plugin";

    private static Proto.DataResponse Answer(QueryAnswer answer)
    {
        var response = new Proto.DataResponse { Status = answer.Error?.Status ?? Ok, Format = answer.Format };
        foreach (var frame in answer.Frames) response.Frames.Add(frame.AsByteString());
        if (answer.Error is not { } error) return response;
        response.Error = PluginErrors.Text(error);
        response.ErrorSource = Source(error.ErrorSource);
        return response;
    }

    private static Proto.QueryChunkedDataResponse Chunk(QueryAnswer answer) => new()
    {
        RefId = answer.RefId,
        Format = answer.Format,
        Status = answer.Error?.Status ?? Ok,
        Error = answer.Error is { } error ? PluginErrors.Text(error) : "",
        ErrorSource = answer.Error is { } blamed ? Source(blamed.ErrorSource) : "",
    };

    private static ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> body, int start) =>
        body.Slice(start, Math.Min(PluginLimits.ResourcePartBytes, body.Length - start));
}
