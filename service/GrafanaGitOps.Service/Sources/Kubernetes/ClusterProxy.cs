using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>Proxy URLs as options and kubeconfig files give them, with user and password if any.</summary>
internal static class ClusterProxy
{
    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    public static bool TryParse(string text, [NotNullWhen(true)] out WebProxy? proxy)
    {
        proxy = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !Schemes.Contains(url.Scheme)) return false;
        var address = new UriBuilder(url) { UserName = "", Password = "" }.Uri;
        proxy = new WebProxy(address);
        if (url.UserInfo.Length == 0) return true;
        var parts = url.UserInfo.Split(':', 2);
        proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        return true;
    }
}
