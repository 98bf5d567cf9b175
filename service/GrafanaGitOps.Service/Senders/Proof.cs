using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace GrafanaGitOps.Service.Senders;

/// <summary>How senders prove that they know the secret. What is compared takes the same time wherever it differs.</summary>
internal static class Proof
{
    private const string GiveSecret = "Give the sender the secret of this receiver.";

    private static readonly Dictionary<string, HashAlgorithmName> Algorithms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sha256"] = HashAlgorithmName.SHA256,
        ["sha384"] = HashAlgorithmName.SHA384,
        ["sha512"] = HashAlgorithmName.SHA512,
    };

    /// <summary>The header must hold the HMAC of the body: <c>sha256=</c> and hex digits, or the digits of a SHA-256 alone.</summary>
    public static string? OfSignature(HookRequest request, string header, byte[] secret)
    {
        if (request.Header(header) is not { } text) return $"{header} is missing. {GiveSecret}";
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (!Algorithms.TryGetValue(equals < 0 ? "sha256" : text[..equals], out var algorithm))
            return $"{header} must begin with one of {string.Join(", ", Algorithms.Keys)}: this is another kind of signature.";

        Span<byte> expected = stackalloc byte[HMACSHA512.HashSizeInBytes];
        expected = expected[..CryptographicOperations.HmacData(algorithm, secret, request.Body.Span, expected)];
        Span<byte> given = stackalloc byte[expected.Length];
        var isHex = Convert.FromHexString(text.AsSpan(equals + 1), given, out _, out var written) == OperationStatus.Done;
        if (!isHex || written != expected.Length) return $"{header} must hold {expected.Length * 2} hex digits.";
        return CryptographicOperations.FixedTimeEquals(given, expected)
            ? null
            : $"{header} does not fit the body: the sender signs with another secret, or something on the way changed the body.";
    }

    /// <summary>The header must hold the secret itself, behind the prefix.</summary>
    public static string? OfToken(HookRequest request, string header, byte[] secret, string prefix = "")
    {
        if (request.Header(header) is not { } text) return $"{header} is missing. {GiveSecret}";
        if (!text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return $"{header} must begin with \"{prefix.Trim()}\".";
        // Hashes have one length, so that the secret's own is not told either.
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(text[prefix.Length..]));
        return CryptographicOperations.FixedTimeEquals(given, SHA256.HashData(secret))
            ? null
            : $"{header} holds another secret than this receiver has. {GiveSecret}";
    }
}
