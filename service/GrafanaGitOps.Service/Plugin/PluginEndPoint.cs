using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Hosting;

namespace GrafanaGitOps.Service.Plugin;

/// <summary>Where the plugin protocol is served: on a Unix socket of its own for the Grafana that started us, on an address for all others.</summary>
public static class PluginEndPoint
{
    /// <summary>By the kind of run.</summary>
    public static PluginServerOptions Of(ServiceRun run) => new()
    {
        Spawned = run.Spawned,
        EndPoint = run.Spawned ? null : ListenAddress.Parse(run.Options.Plugin.Address),
        Token = run.Options.Plugin.Token,
    };
}
