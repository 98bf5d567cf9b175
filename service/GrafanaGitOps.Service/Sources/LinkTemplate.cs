using System.Text;

namespace GrafanaGitOps.Service.Sources;

/// <summary>Web addresses with parts in braces, as the configuration holds them.</summary>
internal static class LinkTemplate
{
    /// <summary>True for http and https with a host: nothing else may become a link.</summary>
    public static bool IsWebAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Host.Length > 0
        && uri.UserInfo.Length == 0;

    /// <summary>The address; null without a template, or when what comes of it is no web address.</summary>
    // Parts are replaced in one pass over the template, so that a value which looks like a part stays what it is.
    public static string? Fill(string? template, params ReadOnlySpan<(string Part, string Value)> values)
    {
        if (template is null) return null;
        var result = new StringBuilder(template.Length + 64);
        for (var index = 0; index < template.Length;)
        {
            var length = 0;
            foreach (var (part, value) in values)
            {
                if (!template.AsSpan(index).StartsWith(part, StringComparison.Ordinal)) continue;
                result.Append(string.Join('/', value.Split('/').Select(Uri.EscapeDataString)));
                length = part.Length;
            }

            if (length == 0) result.Append(template[index]);
            index += Math.Max(length, 1);
        }

        return result.ToString() is var url && IsWebAddress(url) ? url : null;
    }
}
