using System.Text.Json;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>The lists of a sync attempt as texts; an empty list is NULL.</summary>
public static class StoredSync
{
    /// <summary>Reads the column <c>sources</c>.</summary>
    public static IReadOnlyList<SyncedSource> ReadSources(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, StoredJson.Types.IReadOnlyListSyncedSource)!;

    /// <summary>
    /// Reads the column <c>sources</c>, given as UTF-8. By hand: answers read it in thousands of rows, where the serializer took as long as all
    /// else of a row.
    /// </summary>
    internal static IReadOnlyList<SyncedSource> ReadSources(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty) return [];
        var reader = new Utf8JsonReader(json);
        var sources = new List<SyncedSource>(1);
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.StartObject;) sources.Add(ReadSource(ref reader));
        return sources;
    }

    /// <summary>Reads the column <c>results</c>.</summary>
    public static IReadOnlyList<ResourceResult> ReadResults(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, StoredJson.Types.IReadOnlyListResourceResult)!;

    internal static string? WriteSources(IReadOnlyList<SyncedSource> sources) =>
        sources.Count == 0 ? null : JsonSerializer.Serialize(sources, StoredJson.Types.IReadOnlyListSyncedSource);

    internal static HashedJson? WriteResults(IReadOnlyList<ResourceResult> results) =>
        results.Count == 0 ? null
            : HashedJson.Write(writer => JsonSerializer.Serialize(writer, results, StoredJson.Types.IReadOnlyListResourceResult));

    private static SyncedSource ReadSource(ref Utf8JsonReader reader)
    {
        string? repoUrl = null, path = null, chart = null, target = null, revision = null, origin = null, content = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("repoUrl"u8)) Read(ref reader, ref repoUrl);
            else if (reader.ValueTextEquals("path"u8)) Read(ref reader, ref path);
            else if (reader.ValueTextEquals("chart"u8)) Read(ref reader, ref chart);
            else if (reader.ValueTextEquals("targetRevision"u8)) Read(ref reader, ref target);
            else if (reader.ValueTextEquals("revision"u8)) Read(ref reader, ref revision);
            else if (reader.ValueTextEquals("origin"u8)) Read(ref reader, ref origin);
            else if (reader.ValueTextEquals("content"u8)) Read(ref reader, ref content);
            else reader.Skip();
        }

        return new SyncedSource(repoUrl, path, chart, target, RevisionRef.Parse(revision), RevisionRef.Parse(origin)) { Content = content };
    }

    private static void Read(ref Utf8JsonReader reader, ref string? value)
    {
        reader.Read();
        value = reader.GetString();
    }
}
