using System.CommandLine;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Hosting;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>The command line. Without a command it serves.</summary>
public static class Commands
{
    private static readonly string[] Informative = ["-h", "-?", "--help", "--version"];

    /// <summary>Runs one command and returns the exit code; errors go to stderr as one readable text.</summary>
    public static async Task<int> RunAsync(string[] args, Func<ServiceRun, Task> serve)
    {
        var root = new RootCommand("GitOps for Grafana: commits and deployments as data frames.");
        var settings = new SettingOptions(root);
        root.Add(ServeCommand.Create(settings, serve));
        root.Add(DemoCommand.Create(settings, serve));
        root.Add(QueryCommand.Create(settings));
        root.Add(CheckRulesCommand.Create());
        root.Add(VersionCommand.Create());

        var parsed = root.Parse(WithCommand(args));
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("See: gitops --help");
            return ExitCode.Usage;
        }

        try
        {
            // Signals are ours (see Termination): a service drains for as long as it needs.
            var ours = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(ours);
        }
        catch (ConfigurationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCode.Usage;
        }
        catch (Exception exception) when (exception is StorageException or PluginException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCode.Failure;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Failure;
        }
#pragma warning disable CA1031 // The last resort: a fault of ours, shown whole so that it can be reported.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"gitops failed because of an error of its own: {exception}");
            return ExitCode.Failure;
        }
    }

    private static string[] WithCommand(string[] args) =>
        args.Length == 0 || (args[0].StartsWith('-') && !Informative.Contains(args[0])) ? ["serve", .. args] : args;
}
