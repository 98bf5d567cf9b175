using System.Runtime.InteropServices;

namespace GrafanaGitOps.Service.Hosting;

/// <summary>When the process should end: SIGTERM, SIGINT, or the end of the process that started it.</summary>
internal sealed class Termination : IDisposable
{
    /// <summary>How long a process outlives a Grafana that was killed, at most.</summary>
    private static readonly TimeSpan ParentCheck = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _source = new();
    private readonly List<IDisposable> _watches = [];

    private Termination()
    {
        _watches.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, End));
        _watches.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, End));
    }

    public CancellationToken Token => _source.Token;

    public static Termination OnSignal() => new();

    public static Termination OnSignalOrOrphaned(TimeProvider timeProvider)
    {
        var termination = new Termination();
        var parent = GetParentId();
        termination._watches.Add(timeProvider.CreateTimer(_ => termination.EndWhenParentIsNot(parent), null, ParentCheck, ParentCheck));
        return termination;
    }

    public void Dispose()
    {
        foreach (var watch in _watches) watch.Dispose();
        _source.Dispose();
    }

    private void End(PosixSignalContext context)
    {
        // Otherwise the runtime ends the process at once, in the middle of what it does.
        context.Cancel = true;
        _source.Cancel();
    }

    private void EndWhenParentIsNot(int parent)
    {
        if (GetParentId() != parent) _source.Cancel();
    }

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetParentId();
}
