using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>What names a sync attempt in the ledger; keys are compared as both databases compare their bytes.</summary>
internal static class SyncKey
{
    private const int Bytes = 16;

    public static UInt128 Of(SyncAttempt attempt) => Of(attempt.Key);

    /// <summary>Its own, then those under which it may be recorded already.</summary>
    public static IReadOnlyList<UInt128> AllOf(SyncAttempt attempt) => [Of(attempt), .. attempt.OtherKeys.Select(Of)];

    public static UInt128 Read(byte[] key) => BinaryPrimitives.ReadUInt128BigEndian(key);

    public static byte[] Write(UInt128 key)
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        return bytes;
    }

    public static string Hex(UInt128 key) => Convert.ToHexStringLower(Write(key));

    private static UInt128 Of(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
