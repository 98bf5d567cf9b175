using System.Text.Json;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Json;

internal enum WatchEventType
{
    Unknown,
    Added,
    Modified,
    Deleted,
    Bookmark,
    Error,
}

/// <summary>One event of a watch. The bytes are valid until the next event is asked for.</summary>
internal readonly record struct WatchEvent(WatchEventType Type, RawObject Object)
{
    public static WatchEvent Read(JsonStreamValue value)
    {
        var bytes = value.Bytes;
        var type = WatchEventType.Unknown;
        ReadOnlyMemory<byte> content = default;
        var reader = new Utf8JsonReader(bytes.Span, isFinalBlock: !value.IsTruncated, new JsonReaderState(JsonLimits.Options));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            if (!reader.Read()) break;
            if (isType) type = TypeOf(ref reader);
            var start = (int)reader.TokenStartIndex;
            var isWhole = reader.TrySkip();
            if (isObject) content = isWhole ? bytes[start..(int)reader.BytesConsumed] : bytes[start..];
            if (!isWhole) break;
        }

        return new WatchEvent(type, new RawObject(ObjectVersion.TryRead(content.Span), content, value.IsTruncated));
    }

    private static WatchEventType TypeOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("ADDED"u8)) return WatchEventType.Added;
        if (reader.ValueTextEquals("MODIFIED"u8)) return WatchEventType.Modified;
        if (reader.ValueTextEquals("DELETED"u8)) return WatchEventType.Deleted;
        if (reader.ValueTextEquals("BOOKMARK"u8)) return WatchEventType.Bookmark;
        return reader.ValueTextEquals("ERROR"u8) ? WatchEventType.Error : WatchEventType.Unknown;
    }
}
