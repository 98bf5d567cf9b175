using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>What Grafana should know of a frame (<c>QueryResultMeta</c>); a property that is null is left out of the JSON.</summary>
public sealed record FrameMeta
{
    /// <summary>A type of Grafana's data plane contract, such as <see cref="FrameType.NumericLong"/>; null for a plain table that no alert rule reads.</summary>
    [JsonPropertyOrder(-2)]
    public FrameType? Type { get; init; }

    /// <summary>Anything else.</summary>
    public JsonObject? Custom { get; init; }

    /// <summary>Figures for the query inspector.</summary>
    public IReadOnlyList<FrameStat>? Stats { get; init; }

    /// <summary>Messages shown with the panel.</summary>
    public IReadOnlyList<Notice>? Notices { get; init; }

    /// <summary>The live channel that continues the frame.</summary>
    public string? Channel { get; init; }

    /// <summary>The view that Explore picks: graph, table, logs, trace or nodeGraph.</summary>
    public string? PreferredVisualisationType { get; init; }

    /// <summary>Shown in the query inspector.</summary>
    public string? ExecutedQueryString { get; init; }

    /// <summary><c>annotations</c> for frames that belong over a graph.</summary>
    public string? DataTopic { get; init; }

    /// <summary>Indexes of the fields whose values together name a row.</summary>
    public IReadOnlyList<int>? UniqueRowIdFields { get; init; }

    /// <summary>The version of the data plane contract, of which a plain table is no part.</summary>
    [JsonInclude]
    [JsonPropertyOrder(-1)]
    internal IReadOnlyList<int>? TypeVersion => Type is null or FrameType.Table ? null : [0, 1];
}

/// <summary>The types of Grafana's data plane contract, version 0.1.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FrameType>))]
public enum FrameType
{
    /// <summary><c>timeseries-wide</c>: one time field, ascending and unique, then number fields with labels.</summary>
    [JsonStringEnumMemberName("timeseries-wide")]
    TimeSeriesWide,

    /// <summary><c>timeseries-multi</c>: one frame a series.</summary>
    [JsonStringEnumMemberName("timeseries-multi")]
    TimeSeriesMulti,

    /// <summary><c>timeseries-long</c>: time, text dimensions, numbers, sorted by time.</summary>
    [JsonStringEnumMemberName("timeseries-long")]
    TimeSeriesLong,

    /// <summary><c>numeric-wide</c>: one row of number fields with labels.</summary>
    [JsonStringEnumMemberName("numeric-wide")]
    NumericWide,

    /// <summary><c>numeric-multi</c>: one frame a value.</summary>
    [JsonStringEnumMemberName("numeric-multi")]
    NumericMulti,

    /// <summary><c>numeric-long</c>: text dimensions and numbers, no time.</summary>
    [JsonStringEnumMemberName("numeric-long")]
    NumericLong,

    /// <summary><c>log-lines</c>: <c>timestamp</c>, <c>body</c>, optional <c>severity</c>, <c>id</c>, <c>labels</c>.</summary>
    [JsonStringEnumMemberName("log-lines")]
    LogLines,

    /// <summary><c>table</c>: anything.</summary>
    [JsonStringEnumMemberName("table")]
    Table,
}

/// <summary>A message shown with the panel.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Text">The sentence shown.</param>
/// <param name="Link">Where to read on, or null.</param>
public sealed record Notice(NoticeSeverity Severity, string Text, string? Link = null);

/// <summary>How bad a notice is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoticeSeverity>))]
public enum NoticeSeverity
{
    /// <summary>Good to know.</summary>
    [JsonStringEnumMemberName("info")]
    Info,

    /// <summary>The answer may mislead without it.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Part of the answer is missing.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>A figure for the query inspector.</summary>
/// <param name="DisplayName">What it counts.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">A unit id of Grafana, or null.</param>
public sealed record FrameStat(string DisplayName, [property: JsonPropertyOrder(1)] double Value, string? Unit = null);
