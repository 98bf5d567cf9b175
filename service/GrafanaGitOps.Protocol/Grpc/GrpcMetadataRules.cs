using System.Buffers;
using System.Collections.Frozen;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Which keys and values metadata may have.</summary>
internal static class GrpcMetadataRules
{
    private const string BinarySuffix = "-bin";
    private const string ReservedPrefix = "grpc-";

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-_.");

    /// <summary>Headers that HTTP/2 or gRPC give a meaning of their own.</summary>
    private static readonly FrozenSet<string> ReservedKeys = new[]
    {
        "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "date", "host", "keep-alive",
        "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "user-agent",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsBinary(string key) => key.EndsWith(BinarySuffix, StringComparison.Ordinal);

    public static bool IsReserved(string key) =>
        key.StartsWith(ReservedPrefix, StringComparison.Ordinal) || key.StartsWith(':') || ReservedKeys.Contains(key);

    public static void Check(string key, string value)
    {
        if (key.Length == 0 || key.AsSpan().ContainsAnyExcept(KeyCharacters))
            throw new ArgumentException($"The metadata key '{key}' may hold only 0-9, a-z, '-', '_' and '.'.", nameof(key));
        if (IsReserved(key))
            throw new ArgumentException($"The metadata key '{key}' belongs to gRPC or HTTP.", nameof(key));
        if (IsBinary(key) ? !TryDecode(value, out _) : value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new ArgumentException($"The value of the metadata '{key}' must be {(IsBinary(key) ? "base64" : "printable ASCII")}.", nameof(value));
    }

    public static byte[] Decode(string text) =>
        TryDecode(text, out var bytes) ? bytes : throw new FormatException("The value of the metadata is no valid base64.");

    /// <summary>Takes base64 with or without padding.</summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        var padded = (text.Length % 4) switch { 2 => text + "==", 3 => text + "=", _ => text };
        var buffer = new byte[padded.Length / 4 * 3];
        // The framework skips white space, which a header's value may not hold.
        var valid = !text.AsSpan().ContainsAny(" \t\r\n") & Convert.TryFromBase64String(padded, buffer, out var length);
        bytes = valid ? buffer[..length] : [];
        return valid;
    }
}
