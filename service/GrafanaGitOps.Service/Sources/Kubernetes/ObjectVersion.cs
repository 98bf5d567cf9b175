using System.Text.Json;
using GrafanaGitOps.Service.Sources.Kubernetes.Json;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>Which object it is and in which version; all that is read of an object before its own parser sees it, and all that is remembered of it.</summary>
public readonly record struct ObjectVersion(string Namespace, string Name, string Uid, string ResourceVersion)
{
    /// <summary>Reads the metadata of an object that may be cut off; null when it is not there.</summary>
    internal static ObjectVersion? TryRead(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(JsonLimits.Options));
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isMetadata = reader.ValueTextEquals("metadata"u8);
                if (!reader.Read()) return null;
                if (isMetadata) return ReadMetadata(ref reader);
                if (!reader.TrySkip()) return null;
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return null;
    }

    private static ObjectVersion? ReadMetadata(ref Utf8JsonReader reader)
    {
        string @namespace = "", name = "", uid = "", resourceVersion = "";
        if (reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8)) name = ReadText(ref reader);
            else if (reader.ValueTextEquals("namespace"u8)) @namespace = ReadText(ref reader);
            else if (reader.ValueTextEquals("uid"u8)) uid = ReadText(ref reader);
            else if (reader.ValueTextEquals("resourceVersion"u8)) resourceVersion = ReadText(ref reader);
            else if (!reader.Read() || !reader.TrySkip()) break;
        }

        // A bookmark has a version and no name; an object cut off within its metadata may still have both.
        return resourceVersion.Length > 0 || name.Length > 0 ? new ObjectVersion(@namespace, name, uid, resourceVersion) : null;
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) return "";
        if (reader.TokenType == JsonTokenType.String) return reader.GetString()!;
        reader.TrySkip();
        return "";
    }
}
