using System.Text.Json;
using GrafanaGitOps.Service.Cleaning;

namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>Finds what an object is called when the rest of it cannot be read.</summary>
internal static class ObjectName
{
    /// <summary><c>namespace/name</c>, or what of it can be found.</summary>
    public static string Find(Utf8JsonReader reader)
    {
        string? name = null, space = null;
        try
        {
            if (reader.TokenType == JsonTokenType.None) reader.Read();
            FindIn(ref reader, ref name, ref space);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What was found before the broken place is what can be said.
        }

        return name is null ? "without a readable name" : $"{ForeignText.Line(space)}/{ForeignText.Line(name)}";
    }

    private static void FindIn(ref Utf8JsonReader reader, ref string? name, ref string? space)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (!isMetadata || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            ReadMetadata(ref reader, ref name, ref space);
            return;
        }
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, ref string? name, ref string? space)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("name"u8);
            var isNamespace = reader.ValueTextEquals("namespace"u8);
            reader.Read();
            if (isName && reader.TokenType == JsonTokenType.String) name = reader.GetString();
            else if (isNamespace && reader.TokenType == JsonTokenType.String) space = reader.GetString();
            else reader.Skip();
        }
    }
}
