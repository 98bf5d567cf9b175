using GrafanaGitOps.Service.Configuration;

namespace GrafanaGitOps.Service.Hosting;

/// <summary>One run of the service, as its starter wants it.</summary>
/// <param name="Options">Checked options.</param>
/// <param name="Spawned">True when Grafana started the process: a Unix socket, no HTTP port, and an end with Grafana.</param>
/// <param name="LoggerFactory">Where it logs.</param>
/// <param name="Announce">Called once, as soon as the listeners are bound.</param>
/// <param name="Stop">Ends the run in good order.</param>
public sealed record ServiceRun(
    ServiceOptions Options, bool Spawned, ILoggerFactory LoggerFactory, Action<ServiceAddresses> Announce, CancellationToken Stop)
{
    /// <summary>Completes when <see cref="Stop"/> is asked for.</summary>
    public Task Stopped => Task.Delay(Timeout.Infinite, Stop);
}
