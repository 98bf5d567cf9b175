using System.Text.Json;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>The resources of an application as one text.</summary>
public static class StoredResources
{
    /// <summary>Reads the column <c>resources</c>.</summary>
    public static IReadOnlyList<ResourceState> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(item => new ResourceState(
            item[0].GetString()!, item[1].GetString()!, item[2].GetString(), item[3].GetString()!,
            (SyncStatus?)Number(item[4]), (HealthStatus?)Number(item[5]), item[6].GetInt32() != 0))];
    }

    internal static HashedJson Write(IReadOnlyList<ResourceState> resources) => HashedJson.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var resource in resources) Write(writer, resource);
        writer.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter writer, ResourceState resource)
    {
        writer.WriteStartArray();
        WriteText(writer, resource.Group);
        WriteText(writer, resource.Kind);
        WriteText(writer, resource.Namespace);
        WriteText(writer, resource.Name);
        WriteNumber(writer, (int?)resource.Sync);
        WriteNumber(writer, (int?)resource.Health);
        writer.WriteNumberValue(resource.RequiresPruning ? 1 : 0);
        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string? text) =>
        writer.WriteStringValue(text is null ? null : StoredText.Clean(text));

    private static void WriteNumber(Utf8JsonWriter writer, int? number)
    {
        if (number is { } value) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }

    private static int? Number(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetInt32();
}
