namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>One query of a batch.</summary>
public sealed record PluginQuery
{
    /// <summary>The query's letter on the panel; its answer carries the same.</summary>
    public required string RefId { get; init; }

    /// <summary>The name of the query.</summary>
    public string QueryType { get; init; } = "";

    /// <summary>The most points that the panel can show; 0 when unknown.</summary>
    public long MaxDataPoints { get; init; }

    /// <summary>The distance between points that suits the panel.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>Start of the time range, inclusive.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>End of the time range, inclusive.</summary>
    public DateTimeOffset To { get; init; }

    /// <summary>The whole query model as JSON.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Who asks.</summary>
    public required PluginContext Context { get; init; }

    /// <summary>The HTTP headers that Grafana forwards, and its own (<c>FromAlert</c>).</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>True when the alerting engine asks.</summary>
    public bool FromAlert => Headers.TryGetValue("FromAlert", out var value) && value == "true";
}
