using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Lists as the JSON text of one column; an empty list is NULL.</summary>
internal static class StoredLists
{
    private static readonly StoredListsContext Json = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string? Write<T>(IReadOnlyList<T> items, Func<T, string> text) =>
        items.Count == 0 ? null : JsonSerializer.Serialize([.. items.Select(item => StoredText.Clean(text(item)))], Json.StringArray);

    public static string? WritePairs<T>(IReadOnlyList<T> items, Func<T, (string Key, string Value)> pair) =>
        items.Count == 0
            ? null
            : JsonSerializer.Serialize([.. items.Select(pair).Select(item => new[] { StoredText.Clean(item.Key), StoredText.Clean(item.Value) })], Json.StringArrayArray);

    public static IReadOnlyList<string> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize(json, Json.StringArray)!;

    public static IReadOnlyList<long> ReadIds(string? json) => json is null ? [] : JsonSerializer.Deserialize(json, Json.Int64Array)!;
}

[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string[][]))]
[JsonSerializable(typeof(long[]))]
internal sealed partial class StoredListsContext : JsonSerializerContext;
