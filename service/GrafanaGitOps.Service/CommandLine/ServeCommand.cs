using System.CommandLine;
using GrafanaGitOps.Service.Hosting;
using GrafanaGitOps.Service.Telemetry;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary><c>serve</c>: the companion of one or more Grafanas.</summary>
internal static class ServeCommand
{
    public static Command Create(SettingOptions settings, Func<ServiceRun, Task> serve)
    {
        var command = new Command("serve", "Watch repositories and clusters, and answer Grafana (the default)");
        foreach (var option in settings.ForServing) command.Add(option);
        command.SetAction(async (parsed, _) =>
        {
            var options = settings.Load(parsed);
            using var loggers = Logging.ForPeople(options.Logging);
            using var termination = Termination.OnSignal();
            void Announce(ServiceAddresses addresses) => Console.Out.Write(Banner.Text(options, addresses));
            await serve(new ServiceRun(options, Spawned: false, loggers, Announce, termination.Token));
            return ExitCode.Success;
        });
        return command;
    }
}
