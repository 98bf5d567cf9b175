using System.Text.Json;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>A frame's meta in Grafana's JSON (<c>QueryResultMeta</c>).</summary>
internal static class FrameMetaJson
{
    public static void Write(Utf8JsonWriter writer, FrameMeta meta)
    {
        writer.WriteStartObject();
        WriteType(writer, meta.Type);
        if (meta.Custom is { } custom)
        {
            writer.WritePropertyName("custom");
            CustomJson.Write(writer, custom);
        }

        WriteStats(writer, meta.Stats);
        WriteNotices(writer, meta.Notices);
        writer.WriteText("channel", meta.Channel);
        writer.WriteText("preferredVisualisationType", meta.PreferredVisualisationType);
        writer.WriteText("executedQueryString", meta.ExecutedQueryString);
        writer.WriteText("dataTopic", meta.DataTopic);
        if (meta.UniqueRowIdFields is { } fields)
        {
            writer.WriteStartArray("uniqueRowIdFields");
            foreach (var field in fields) writer.WriteNumberValue(field);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter writer, FrameType? type)
    {
        if (type is not { } frameType) return;
        writer.WriteString("type", Name(frameType));
        // A plain table is no part of the data plane contract and so has no version of it.
        if (frameType == FrameType.Table) return;
        writer.WriteStartArray("typeVersion");
        writer.WriteNumberValue(0);
        writer.WriteNumberValue(1);
        writer.WriteEndArray();
    }

    private static void WriteStats(Utf8JsonWriter writer, IReadOnlyList<FrameStat>? stats)
    {
        if (stats is null) return;
        writer.WriteStartArray("stats");
        foreach (var stat in stats)
        {
            writer.WriteStartObject();
            writer.WriteText("displayName", stat.DisplayName);
            writer.WriteText("unit", stat.Unit);
            writer.WriteFinite("value", stat.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNotices(Utf8JsonWriter writer, IReadOnlyList<Notice>? notices)
    {
        if (notices is null) return;
        writer.WriteStartArray("notices");
        foreach (var notice in notices)
        {
            writer.WriteStartObject();
            writer.WriteString("severity", Name(notice.Severity));
            writer.WriteString("text", notice.Text);
            writer.WriteText("link", notice.Link);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Name(FrameType type) => type switch
    {
        FrameType.TimeSeriesWide => "timeseries-wide",
        FrameType.TimeSeriesMulti => "timeseries-multi",
        FrameType.TimeSeriesLong => "timeseries-long",
        FrameType.NumericWide => "numeric-wide",
        FrameType.NumericMulti => "numeric-multi",
        FrameType.NumericLong => "numeric-long",
        FrameType.LogLines => "log-lines",
        FrameType.Table => "table",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    private static string Name(NoticeSeverity severity) => severity switch
    {
        NoticeSeverity.Info => "info",
        NoticeSeverity.Warning => "warning",
        NoticeSeverity.Error => "error",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, null),
    };
}
