using System.Text;

namespace GrafanaGitOps.Service.Sources.Git.Processes;

/// <summary>Older versions of git do not know the settings by environment that keep secrets and programs out.</summary>
internal static class GitVersion
{
    private static readonly Version Oldest = new(2, 32);

    private static volatile bool _isMet;

    public static async Task RequireAsync(string folder, CancellationToken cancellationToken)
    {
        if (_isMet) return;
        var command = new GitCommand { Arguments = ["version"], Environment = new GitSettings(folder, folder).Variables, Timeout = TimeSpan.FromSeconds(60) };
        var text = Encoding.UTF8.GetString(await GitProcess.RunAsync(command, cancellationToken));
        if (Parse(text) is { } version && version < Oldest) throw new GitException($"git {version} is too old: install git {Oldest} or newer.");
        _isMet = true;
    }

    /// <summary>Major and minor of what <c>git version</c> prints; null when it is no version.</summary>
    internal static Version? Parse(string text)
    {
        var parts = text.Split(' ').ElementAtOrDefault(2)?.Split('.') ?? [];
        return parts.Length > 1 && int.TryParse(parts[0], out var major) && int.TryParse(parts[1], out var minor) ? new Version(major, minor) : null;
    }
}
