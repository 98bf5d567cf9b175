using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GrafanaGitOps.Service.Cleaning;

namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>Reads one object of an operator from JSON; what cannot be read becomes one error that names the object.</summary>
internal static class OperatorObjectReader
{
    /// <summary>Deeper objects are refused; Helm values may nest far, but not that far.</summary>
    public const int MaxDepth = 256;

    /// <summary>Reads the object that begins at the reader's position and leaves the reader at its end.</summary>
    public static T Read<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type, string kind)
        where T : OperatorObject
    {
        var start = reader;
        try
        {
            return Check(JsonSerializer.Deserialize(ref reader, type), kind);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw Unreadable(start, kind, exception);
        }
    }

    /// <summary>Reads an object that is all of <paramref name="json"/>.</summary>
    public static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, string kind)
        where T : OperatorObject
    {
        try
        {
            return Check(JsonSerializer.Deserialize(json, type), kind);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw Unreadable(new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth }), kind, exception);
        }
    }

    private static T Check<T>(T? read, string kind)
        where T : OperatorObject
    {
        if (read?.Metadata is null) throw new OperatorObjectException($"A {kind} has no metadata and was left out.");
        if (string.IsNullOrEmpty(read.Metadata.Name)) throw new OperatorObjectException($"A {kind} has no metadata.name and was left out.");
        if (!string.IsNullOrEmpty(read.Metadata.Uid)) return read;
        throw new OperatorObjectException($"{kind} {ForeignText.Line(read.Metadata.Namespace)}/{ForeignText.Line(read.Metadata.Name)} has no metadata.uid and was left out.");
    }

    /// <summary>Text that is no JSON or of another type, and strings that hold half a surrogate pair.</summary>
    private static bool IsUnreadable(Exception exception) => exception is JsonException or InvalidOperationException or FormatException;

    private static OperatorObjectException Unreadable(Utf8JsonReader start, string kind, Exception exception)
    {
        var where = exception is JsonException { Path: { Length: > 0 } path } ? $" at {ForeignText.Line(path)}" : "";
        return new OperatorObjectException($"{kind} {ObjectName.Find(start)} cannot be read{where} and was left out: it is not what its CRD says.", exception);
    }
}
