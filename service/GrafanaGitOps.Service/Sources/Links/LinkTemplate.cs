using System.Buffers;
using System.Globalization;
using System.Text;

namespace GrafanaGitOps.Service.Sources.Links;

/// <summary>A web address with parts in braces, as the configuration holds it. Taken apart once: tables fill tens of thousands of them.</summary>
internal sealed class LinkTemplate
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    private readonly CompositeFormat _format;

    private LinkTemplate(CompositeFormat format) => _format = format;

    /// <summary>The template; null when there is none, or when what comes of it is no web address.</summary>
    /// <param name="template">As configured.</param>
    /// <param name="parts">With their braces, in the order in which their values are given.</param>
    public static LinkTemplate? Parse(string? template, params ReadOnlySpan<string> parts)
    {
        if (template is null) return null;
        // All braces are plain but those of the parts, whose place a number takes.
        var format = new StringBuilder(template).Replace("{", "{{").Replace("}", "}}");
        for (var i = 0; i < parts.Length; i++) format.Replace($"{{{parts[i]}}}", $"{{{i}}}");
        var parsed = new LinkTemplate(CompositeFormat.Parse(format.ToString()));
        // Values are escaped, so that one address tells of all.
        return IsWebAddress(parsed.Fill([.. Enumerable.Repeat("x", parts.Length)])) ? parsed : null;
    }

    /// <summary>The address with these values; a value that looks like a part stays what it is.</summary>
    public string Fill(params string[] values) => string.Format(CultureInfo.InvariantCulture, _format, Array.ConvertAll<string, object>(values, Escape));

    /// <summary>True for http and https with a host: nothing else may become a link.</summary>
    public static bool IsWebAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Host.Length > 0
        && uri.UserInfo.Length == 0;

    private static string Escape(string value) =>
        value.AsSpan().ContainsAnyExcept(Plain) ? string.Join('/', value.Split('/').Select(Uri.EscapeDataString)) : value;
}
