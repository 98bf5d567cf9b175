using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>What a data source does, one ordinary method a call. The protocol around it (batches, formats, tokens, errors) is <see cref="PluginServer"/>'s.</summary>
public sealed class PluginHandlers
{
    /// <summary>Answers one query with frames, which the server writes and disposes. Queries of a batch run side by side.</summary>
    public required Func<PluginQuery, CancellationToken, Task<IReadOnlyList<Frame>>> Query { get; init; }

    /// <summary>Answers 'Save &amp; test'.</summary>
    public required Func<PluginContext, CancellationToken, Task<HealthResult>> CheckHealth { get; init; }

    /// <summary>Answers a call below <c>/resources/</c>.</summary>
    public required Func<ResourceRequest, CancellationToken, Task<ResourceResponse>> CallResource { get; init; }

    /// <summary>The live channels; a path that none of them knows is NOT_FOUND.</summary>
    public required Func<StreamRequest, CancellationToken, Task<LiveChannel?>> Subscribe { get; init; }

    /// <summary>The text of Prometheus' exposition format 0.0.4.</summary>
    public required Func<CancellationToken, Task<ReadOnlyMemory<byte>>> CollectMetrics { get; init; }
}

/// <summary>The answer to 'Save &amp; test'.</summary>
/// <param name="Ok">Whether the data source works.</param>
/// <param name="Message">One sentence, shown as it is.</param>
/// <param name="JsonDetails">A JSON object; <c>verboseMessage</c> is shown under the message.</param>
public sealed record HealthResult(bool Ok, string Message, ReadOnlyMemory<byte> JsonDetails = default);

/// <summary>A call below <c>/resources/</c>.</summary>
public sealed record ResourceRequest
{
    /// <summary>What follows <c>/resources/</c>, without the query string.</summary>
    public required string Path { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query string.</summary>
    public required string Url { get; init; }

    /// <summary>The HTTP headers.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; }

    /// <summary>The body; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Who asks.</summary>
    public required PluginContext Context { get; init; }
}

/// <summary>The answer to a resource call; a body over 1 MiB is sent in parts.</summary>
/// <param name="Status">An HTTP status.</param>
/// <param name="ContentType">The body's type.</param>
/// <param name="Body">The body.</param>
public sealed record ResourceResponse(int Status, string ContentType, ReadOnlyMemory<byte> Body);

/// <summary>A subscription to, or the running of, a live channel.</summary>
public sealed record StreamRequest
{
    /// <summary>The channel's path behind <c>ds/&lt;uid&gt;/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What the subscriber sent along, JSON or empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The headers that Grafana forwards.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Who asks.</summary>
    public required PluginContext Context { get; init; }
}

/// <summary>A live channel.</summary>
/// <param name="Initial">The first frame that a subscriber sees; disposed by the server.</param>
/// <param name="Run">Yields a frame for each change until cancelled; run once a channel whatever the number of viewers. Frames are disposed by the server.</param>
public sealed record LiveChannel(Func<CancellationToken, Task<Frame>> Initial, Func<CancellationToken, IAsyncEnumerable<Frame>> Run);
