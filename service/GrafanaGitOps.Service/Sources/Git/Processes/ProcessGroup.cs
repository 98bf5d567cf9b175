using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GrafanaGitOps.Service.Sources.Git.Processes;

/// <summary>Ends a process with everything that it started.</summary>
internal static class ProcessGroup
{
    private const int SigKill = 9;

    public static void End(Process leader)
    {
        if (leader.HasExited) return;
        if (GitProgram.Timeout is null)
        {
            leader.Kill(entireProcessTree: true);
            return;
        }

        // Twice, because `timeout` may be on its way from starting to leading its own group.
        _ = Kill(-leader.Id, SigKill);
        leader.Kill();
        _ = Kill(-leader.Id, SigKill);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
