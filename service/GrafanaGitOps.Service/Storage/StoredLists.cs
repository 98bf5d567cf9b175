using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Lists as the JSON text of one column; an empty list is NULL.</summary>
internal static class StoredLists
{
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string? Write<T>(IReadOnlyList<T> items, Func<T, string> text) =>
        Write(items, (writer, item) => writer.WriteStringValue(StoredText.Clean(text(item))));

    public static string? WritePairs<T>(IReadOnlyList<T> items, Func<T, (string Key, string Value)> pair) => Write(items, (writer, item) =>
    {
        var (key, value) = pair(item);
        writer.WriteStartArray();
        writer.WriteStringValue(StoredText.Clean(key));
        writer.WriteStringValue(StoredText.Clean(value));
        writer.WriteEndArray();
    });

    /// <summary>A parameter for <see cref="Dialect.Tuples"/>; the texts must be clean.</summary>
    public static string Tuples(IEnumerable<string[]> rows) =>
        JsonSerializer.Serialize([.. rows], StoredListsContext.Default.StringArrayArray);

    public static IReadOnlyList<string> Read(string? json)
    {
        if (json is null) return [];
        // Nearly all are as Write leaves them and without escapes, so that all quotes are the texts' own.
        return json.StartsWith("[\"", StringComparison.Ordinal) && json.EndsWith("\"]", StringComparison.Ordinal) && !json.Contains('\\')
            && !json.Contains(' ')
            ? json[2..^2].Split("\",\"")
            : JsonSerializer.Deserialize(json, StoredListsContext.Default.StringArray)!;
    }

    public static IReadOnlyList<long> ReadIds(string? json) => json is null ? [] : JsonSerializer.Deserialize(json, StoredListsContext.Default.Int64Array)!;

    // Not by the serializer: with it, converting the commits of a first index took 1.6 times as long.
    private static string? Write<T>(IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0) return null;
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Written))
        {
            writer.WriteStartArray();
            for (var i = 0; i < items.Count; i++) write(writer, items[i]);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}

[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string[][]))]
[JsonSerializable(typeof(long[]))]
internal sealed partial class StoredListsContext : JsonSerializerContext;
