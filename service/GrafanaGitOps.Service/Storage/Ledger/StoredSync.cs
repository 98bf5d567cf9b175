using System.Text.Json;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>The lists of a sync attempt as texts; an empty list is NULL.</summary>
public static class StoredSync
{
    /// <summary>Reads the column <c>sources</c>.</summary>
    public static IReadOnlyList<SyncedSource> ReadSources(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, StoredJson.Types.IReadOnlyListSyncedSource)!;

    /// <summary>Reads the column <c>results</c>.</summary>
    public static IReadOnlyList<ResourceResult> ReadResults(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, StoredJson.Types.IReadOnlyListResourceResult)!;

    internal static string? WriteSources(IReadOnlyList<SyncedSource> sources) =>
        sources.Count == 0 ? null : JsonSerializer.Serialize(sources, StoredJson.Types.IReadOnlyListSyncedSource);

    internal static HashedJson? WriteResults(IReadOnlyList<ResourceResult> results) =>
        results.Count == 0 ? null
            : HashedJson.Write(writer => JsonSerializer.Serialize(writer, results, StoredJson.Types.IReadOnlyListResourceResult));
}
