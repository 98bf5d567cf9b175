using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>For texts with few values (kinds, groups, states): half a million resources share one string per value.</summary>
internal sealed class PooledStringConverter : JsonConverter<string>
{
    private const int Slots = 1024;

    /// <summary>Longer texts are hardly repeated.</summary>
    private const int Longest = 64;

    [ThreadStatic]
    private static string?[]? _pool;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("A text is expected.");
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > Longest) return reader.GetString();

        var hash = 2_166_136_261u;
        foreach (var value in reader.ValueSpan) hash = (hash ^ value) * 16_777_619u;
        ref var slot = ref (_pool ??= new string?[Slots])[hash % Slots];
        if (slot is null || !reader.ValueTextEquals(slot)) slot = reader.GetString();
        return slot;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
