using System.Globalization;
using System.Text;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>
/// The percent-encoding of <c>grpc-message</c>: printable ASCII but the percent sign stays, any other byte of UTF-8 becomes %XX.
/// </summary>
internal static class GrpcMessageEncoding
{
    /// <summary>Cuts what is longer than <see cref="GrpcLimits.MaxStatusDetailLength"/>, at a whole character.</summary>
    public static string Encode(string text)
    {
        var plain = !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains('%');
        if (plain && text.Length <= GrpcLimits.MaxStatusDetailLength) return text;
        var encoded = new StringBuilder(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = encoded.Length;
            var bytes = utf8[..rune.EncodeToUtf8(utf8)];
            if (rune.Value is >= ' ' and <= '~' and not '%') encoded.Append((char)rune.Value);
            else foreach (var value in bytes) encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            if (encoded.Length <= GrpcLimits.MaxStatusDetailLength) continue;
            encoded.Length = length;
            break;
        }

        return encoded.ToString();
    }
}
