using System.Text.Json;
using System.Text.Unicode;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>The JSON side of <see cref="QueryModelReader"/>: from any bytes to fields, or to an error of the query.</summary>
internal static class QueryModelJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = PluginLimits.QueryJsonDepth };

    // What Grafana and its panels put into every query, whatever the data source.
    private static readonly HashSet<string> GrafanasFields = new(StringComparer.Ordinal)
    {
        "refId", "queryType", "datasource", "datasourceId", "hide", "key", "intervalMs", "maxDataPoints", "timeRange", "resultAssertions",
        "requestId", "queryCachingTTL", "builderMode", "editorMode", "instant", "range", "liveStreaming", "fromAnnotations",
    };

    public static bool IsGrafanas(string field) => GrafanasFields.Contains(field);

    public static Dictionary<string, JsonElement> Fields(PluginQuery query)
    {
        if (query.Json.IsEmpty) return [];
        if (!Utf8.IsValid(query.Json.Span)) throw Refuse(query.RefId, "its JSON is not valid UTF-8.");
        try
        {
            var root = JsonElement.Parse(query.Json.Span, Options);
            if (root.ValueKind != JsonValueKind.Object) throw Refuse(query.RefId, $"its JSON must be an object, not {Cut(root.GetRawText())}.");
            var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var field in root.EnumerateObject())
                if (!fields.TryAdd(field.Name, field.Value)) throw Refuse(query.RefId, $"field \"{Cut(field.Name)}\" is given twice.");
            return fields;
        }
        catch (JsonException error)
        {
            throw Refuse(query.RefId, $"its JSON is not understood at byte {error.BytePositionInLine ?? 0} of line {(error.LineNumber ?? 0) + 1}.");
        }
        catch (InvalidOperationException)
        {
            throw Refuse(query.RefId, "a field's name holds half of a surrogate pair.");
        }
    }

    /// <summary>Null for half of a surrogate pair, which JSON can write and no text can hold.</summary>
    public static string? TryGetText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static PluginException Refuse(string refId, string message) => new($"Query {refId}: {message}", 400, ErrorSource.Downstream);

    public static string Cut(string text)
    {
        if (text.Length <= PluginLimits.QuotedValueLength) return text;
        var end = PluginLimits.QuotedValueLength;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "...");
    }
}
