using System.CommandLine;
using GrafanaGitOps.Service.Hosting;
using GrafanaGitOps.Service.Telemetry;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary><c>version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Print version, commit and runtime");
        command.SetAction(_ =>
        {
            Console.Out.WriteLine($"gitops {BuildInfo.Version}{(BuildInfo.Commit is { } commit ? $" ({commit})" : "")} on {BuildInfo.Runtime}");
            return ExitCode.Success;
        });
        return command;
    }
}
