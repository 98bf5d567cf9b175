using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>How a process learns that Grafana started it, and tells Grafana where it listens.</summary>
public static class Handshake
{
    /// <summary>The environment variable by which a host shows itself.</summary>
    public const string CookieName = "grafana_plugin_type";

    /// <summary>What it holds for a data source.</summary>
    public const string CookieValue = "datasource";

    /// <summary>The environment variable that lists the protocol versions that the host speaks, separated by commas.</summary>
    public const string VersionsName = "PLUGIN_PROTOCOL_VERSIONS";

    /// <summary>go-plugin's own protocol.</summary>
    public const int CoreVersion = 1;

    /// <summary>Grafana's protocol on top of it (<c>pluginv2</c>).</summary>
    public const int PluginVersion = 2;

    /// <summary>True when Grafana started this process.</summary>
    public static bool IsSpawned(Func<string, string?> environment) => environment(CookieName) == CookieValue;

    /// <summary>What to say before ending when the host speaks no version of ours; null when it does, or does not say.</summary>
    public static string? RefuseVersions(Func<string, string?> environment)
    {
        var versions = environment(VersionsName);
        if (string.IsNullOrEmpty(versions)) return null;
        var spoken = versions.Split(',', StringSplitOptions.TrimEntries)
            .Any(version => int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number == PluginVersion);
        return spoken ? null : $"The host speaks plugin protocol {versions} ({VersionsName}), this plugin {PluginVersion}: use Grafana 7 or newer.";
    }

    /// <summary>The line for stdout. A sixth part, a certificate, must never follow: Grafana uses no TLS here and would fail on it.</summary>
    /// <param name="endPoint">Where the plugin listens; an address that stands for all interfaces is told as loopback.</param>
    public static string Line(EndPoint endPoint)
    {
        var (network, address) = endPoint switch
        {
            UnixDomainSocketEndPoint socket => ("unix", socket.ToString()),
            IPEndPoint { Address: var any } ip when any.Equals(IPAddress.Any) => ("tcp", new IPEndPoint(IPAddress.Loopback, ip.Port).ToString()),
            IPEndPoint { Address: var any } ip when any.Equals(IPAddress.IPv6Any) => ("tcp", new IPEndPoint(IPAddress.IPv6Loopback, ip.Port).ToString()),
            IPEndPoint ip => ("tcp", ip.ToString()),
            _ => throw new ArgumentException($"A plugin cannot listen on {endPoint}: use an IP address or a Unix socket.", nameof(endPoint)),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{CoreVersion}|{PluginVersion}|{network}|{address}|grpc");
    }
}
