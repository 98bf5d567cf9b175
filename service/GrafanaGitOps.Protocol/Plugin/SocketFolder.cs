using System.Net.Sockets;
using System.Text;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>A temporary folder that only this user may enter, with room for one socket; gone when disposed.</summary>
internal sealed class SocketFolder : IDisposable
{
    private const string Prefix = "grafana-plugin-";

    // The kernel's limit for a socket's path is 108 bytes on Linux, 104 on macOS, with the ending zero.
    private const int LongestSocketPath = 103;

    private readonly DirectoryInfo _folder;

    private SocketFolder(DirectoryInfo folder) => _folder = folder;

    public UnixDomainSocketEndPoint Socket => new(SocketPath(_folder));

    public static SocketFolder Create()
    {
        var folder = Directory.CreateTempSubdirectory(Prefix);
        if (Encoding.UTF8.GetByteCount(SocketPath(folder)) <= LongestSocketPath) return new(folder);
        folder.Delete();
        throw new IOException($"{folder.Parent} is too long a path for a Unix socket in it: point TMPDIR to a shorter one.");
    }

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // Removed by somebody else, as cleaners of temporary files do.
        }
    }

    private static string SocketPath(DirectoryInfo folder) => Path.Combine(folder.FullName, "plugin.sock");
}
