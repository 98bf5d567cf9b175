using System.Diagnostics.CodeAnalysis;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Hosting;
using GrafanaGitOps.Service.Telemetry;

namespace GrafanaGitOps.Service.Plugin;

/// <summary>The way in which Grafana starts us: no arguments, settings in <c>GF_PLUGIN_</c> variables, one line on stdout.</summary>
public static class SpawnedPlugin
{
    /// <summary>Keys of the section <c>[plugin.gitops-companion-datasource]</c> of Grafana's ini file arrive with this prefix.</summary>
    private const string Prefix = "GF_PLUGIN_";

    /// <summary>Serves Grafana until it says so, is gone, or a signal comes; returns the exit code.</summary>
    public static async Task<int> RunAsync(Func<ServiceRun, Task> serve)
    {
        if (!TryLoad(ProcessEnvironment.Read(), out var options, out var error))
        {
            using var defaultLoggers = Logging.ForGrafana(new LoggingOptions());
            var logger = defaultLoggers.CreateLogger(nameof(SpawnedPlugin));
            Log.CannotStart(logger, error);
            return ExitCode.Usage;
        }

        using var loggers = Logging.ForGrafana(options.Logging);
        using var termination = Termination.OnSignalOrOrphaned(TimeProvider.System);
        try
        {
            await serve(new ServiceRun(options, Spawned: true, loggers, Announce, termination.Token));
            return ExitCode.Success;
        }
#pragma warning disable CA1031 // Grafana shows what is logged, and nothing of an exception that ends the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var logger = loggers.CreateLogger(nameof(SpawnedPlugin));
            Log.Ended(logger, exception);
            return ExitCode.Failure;
        }
    }

    private static void Announce(ServiceAddresses addresses) => Console.Out.WriteLine(addresses.HandshakeLine);

    private static bool TryLoad(
        Dictionary<string, string> environment, [NotNullWhen(true)] out ServiceOptions? options, [NotNullWhen(false)] out string? error)
    {
        options = null;
        error = Handshake.RefuseVersions(environment.GetValueOrDefault);
        if (error is not null) return false;
        try
        {
            options = OptionsLoader.Load(
                environment.GetValueOrDefault(Prefix + "CONFIG"),
                environment,
                new ServiceOptions { DataDirectory = DefaultDataDirectory(environment) },
                environment.TryGetValue(Prefix + "DATA_DIRECTORY", out var folder) ? [(Prefix + "DATA_DIRECTORY", "dataDirectory", folder)] : []);
            return true;
        }
        catch (ConfigurationException exception)
        {
            error = exception.Message;
            return false;
        }
    }

    /// <summary>Never the plugin's own folder, which an update of the plugin replaces.</summary>
    private static string DefaultDataDirectory(Dictionary<string, string> environment) =>
        environment.TryGetValue("GF_PATHS_DATA", out var grafana)
            ? Path.Combine(grafana, "gitops")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "grafana-gitops");
}
