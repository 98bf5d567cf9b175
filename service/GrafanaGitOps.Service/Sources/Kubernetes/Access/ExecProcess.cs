using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>Runs a credential plugin: no input, bounded output, bounded time, ended with its children.</summary>
internal static partial class ExecProcess
{
    public static async Task<ReadOnlyMemory<byte>> RunAsync(ExecPlugin plugin, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var process = Start(plugin);
        using var timeout = new CancellationTokenSource(KubernetesLimits.PluginTimeout, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            var errors = ReadAsync(process.StandardError.BaseStream, both.Token);
            var output = await ReadAsync(process.StandardOutput.BaseStream, both.Token);
            var complaint = await errors;
            await process.WaitForExitAsync(both.Token);
            if (process.ExitCode != 0)
                throw new KubernetesException($"The credential plugin {plugin.Command} ended with status {process.ExitCode}: {Scrub(complaint.Span)}");
            return output;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new KubernetesException($"The credential plugin {plugin.Command} did not end within {KubernetesLimits.PluginTimeout.TotalSeconds} s.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ExecPlugin plugin)
    {
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in plugin.Environment) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            var hint = plugin.InstallHint is { } text ? " " + Printable.Shorten(text) : "";
            throw new KubernetesException($"The credential plugin {plugin.Command} cannot be started: {exception.Message}.{hint}", exception);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            // Beyond the limit the output is drained, not kept, so that the program can end.
            if (content.Length + read <= KubernetesLimits.MaxPluginOutputBytes) content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    /// <summary>The program's complaint without anything that could be a token or a key.</summary>
    private static string Scrub(ReadOnlySpan<byte> complaint) =>
        Printable.Shorten(Secret().Replace(Encoding.UTF8.GetString(complaint[..Math.Min(complaint.Length, 4096)]), "***"));

    [GeneratedRegex(@"[A-Za-z0-9+/_\-.=]{20,}|(?<=(token|secret|password|key)\S{0,3}[=:]\s*)\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
