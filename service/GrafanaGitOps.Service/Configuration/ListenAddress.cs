using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace GrafanaGitOps.Service.Configuration;

/// <summary>Addresses to listen on: <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>, <c>localhost:8080</c>, <c>0.0.0.0:8080</c>.</summary>
public static class ListenAddress
{
    /// <summary>Reads one of the forms above; other names are refused, because a listener needs one certain address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? endPoint, [NotNullWhen(false)] out string? error)
    {
        var numeric = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? string.Concat("127.0.0.1", text.AsSpan(9)) : text;
        var colon = numeric.LastIndexOf(':');
        var hasPort = colon > 0 && (numeric[0] == '[' ? numeric[colon - 1] == ']' : numeric.IndexOf(':', StringComparison.Ordinal) == colon);
        error = null;
        if (hasPort && IPEndPoint.TryParse(numeric, out endPoint)) return true;
        endPoint = null;
        error = $"must be IP:PORT to listen on, such as 127.0.0.1:8080 or [::1]:8080, not \"{text}\".";
        return false;
    }

    /// <summary>Reads one of the forms above that was checked before.</summary>
    public static IPEndPoint Parse(string text) => TryParse(text, out var endPoint, out var error) ? endPoint : throw new FormatException(error);

    /// <summary>Whether only this machine reaches it.</summary>
    public static bool IsLoopback(IPEndPoint endPoint) => IPAddress.IsLoopback(endPoint.Address);
}
