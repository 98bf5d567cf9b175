using System.Net;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>How the plugin protocol is served.</summary>
public sealed class PluginServerOptions
{
    /// <summary>True when Grafana started this process: its <c>Shutdown</c> then ends it. A companion answers OK and goes on.</summary>
    public bool Spawned { get; set; }

    /// <summary>Where it listens; null picks a Unix socket of its own in a private temporary folder (spawned).</summary>
    public EndPoint? EndPoint { get; set; }

    /// <summary>
    /// The secret that every data, resource, stream and health call must carry as <c>secureJsonData.companionToken</c>; null asks for none.
    /// Demanded by configuration when the address is neither loopback nor a Unix socket.
    /// </summary>
    public string? Token { get; set; }
}
