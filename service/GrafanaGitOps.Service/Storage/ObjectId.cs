using System.Buffers;

namespace GrafanaGitOps.Service.Storage;

/// <summary>git's object ids between hex, as the program speaks of them, and bytes, as the databases keep them.</summary>
internal static class ObjectId
{
    private const int Sha1Bytes = 20;
    private const int Sha256Bytes = 32;

    public static string ToHex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    public static bool TryParse(string hex, out byte[] bytes)
    {
        bytes = hex.Length is Sha1Bytes * 2 or Sha256Bytes * 2 ? new byte[hex.Length / 2] : [];
        return bytes.Length > 0 && Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done;
    }

    public static byte[] Parse(string hex) => TryParse(hex, out var bytes)
        ? bytes
        : throw new ArgumentException($"'{StoredText.Clean(hex, Sha256Bytes * 2)}' is not an object id of 40 or 64 hex digits.");

    /// <summary>The lowest and the highest object id that begin with these digits; false when they are no such beginning.</summary>
    public static bool TryRange(string prefix, out byte[] low, out byte[] high)
    {
        low = high = [];
        if (prefix.Length is < StorageLimits.ObjectIdPrefix or > Sha256Bytes * 2 || !prefix.All(char.IsAsciiHexDigit)) return false;
        low = Convert.FromHexString(prefix.Length % 2 == 0 ? prefix : prefix + '0');
        high = Convert.FromHexString(prefix.PadRight(Sha256Bytes * 2, 'f'));
        return true;
    }
}
