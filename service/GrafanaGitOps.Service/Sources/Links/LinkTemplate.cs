using System.Buffers;

namespace GrafanaGitOps.Service.Sources.Links;

/// <summary>A web address with parts in braces, as the configuration holds it. Taken apart once: tables fill tens of thousands of them.</summary>
internal sealed class LinkTemplate
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    [ThreadStatic]
    private static char[]? address;

    // One text before each part, and one behind the last.
    private readonly string[] _texts;
    private readonly int[] _parts;

    private LinkTemplate(string[] texts, int[] parts) => (_texts, _parts) = (texts, parts);

    /// <summary>The template; null when there is none, or when what comes of it is no web address.</summary>
    /// <param name="template">As configured.</param>
    /// <param name="parts">With their braces, in the order in which their values are given.</param>
    public static LinkTemplate? Parse(string? template, params ReadOnlySpan<string> parts)
    {
        if (template is null) return null;
        var (texts, found, start) = (new List<string>(), new List<int>(), 0);
        for (var index = 0; index < template.Length;)
        {
            var part = FindPart(template.AsSpan(index), parts);
            if (part < 0)
            {
                index++;
                continue;
            }

            texts.Add(template[start..index]);
            found.Add(part);
            start = index += parts[part].Length;
        }

        var parsed = new LinkTemplate([.. texts, template[start..]], [.. found]);
        // Values are escaped, so that one address tells of all.
        return IsWebAddress(parsed.Fill([.. Enumerable.Repeat("x", parts.Length)]).ToString()) ? parsed : null;
    }

    /// <summary>
    /// The address with these values; a value that looks like a part stays what it is. It stands in memory that serves all addresses of the
    /// thread, until the next one: strings of them were three quarters of what large tables allocate.
    /// </summary>
    public ReadOnlySpan<char> Fill(params ReadOnlySpan<string> values)
    {
        var (memory, length) = (address ?? [], 0);
        for (var i = 0; i < _parts.Length; i++)
        {
            Append(ref memory, ref length, _texts[i]);
            Append(ref memory, ref length, Escape(values[_parts[i]]));
        }

        Append(ref memory, ref length, _texts[^1]);
        address = memory;
        return memory.AsSpan(0, length);
    }

    /// <summary>True for http and https with a host: nothing else may become a link.</summary>
    public static bool IsWebAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Host.Length > 0
        && uri.UserInfo.Length == 0;

    private static void Append(ref char[] memory, ref int length, string text)
    {
        if (memory.Length - length < text.Length) Array.Resize(ref memory, Math.Max(2 * memory.Length, length + text.Length));
        text.CopyTo(memory.AsSpan(length));
        length += text.Length;
    }

    private static int FindPart(ReadOnlySpan<char> text, ReadOnlySpan<string> parts)
    {
        for (var i = 0; i < parts.Length; i++)
            if (text.StartsWith(parts[i], StringComparison.Ordinal)) return i;
        return -1;
    }

    private static string Escape(string value) =>
        value.AsSpan().ContainsAnyExcept(Plain) ? string.Join('/', value.Split('/').Select(Uri.EscapeDataString)) : value;
}
