using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>The JSON texts in columns of the ledger.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(StoredTextConverter), typeof(RevisionTextConverter)])]
[JsonSerializable(typeof(ApplicationDetails))]
[JsonSerializable(typeof(SourceBuild))]
[JsonSerializable(typeof(IReadOnlyList<SyncedSource>))]
[JsonSerializable(typeof(IReadOnlyList<ResourceResult>))]
internal sealed partial class LedgerJson : JsonSerializerContext;

internal static class StoredJson
{
    /// <summary>Not escaped for HTML, which these texts never become part of.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static LedgerJson Types { get; } = new(new JsonSerializerOptions(LedgerJson.Default.Options) { Encoder = Encoder });
}

/// <summary>Texts in the form that both databases keep alike.</summary>
internal sealed class StoredTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(StoredText.Clean(value));

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(StoredText.Clean(value));
}

/// <summary>A revision is its text: all else is read from that.</summary>
internal sealed class RevisionTextConverter : JsonConverter<RevisionRef>
{
    public override RevisionRef? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RevisionRef.Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, RevisionRef value, JsonSerializerOptions options) =>
        writer.WriteStringValue(StoredText.Clean(value.Text));
}
