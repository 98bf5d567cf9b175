using System.Net.Sockets;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>The file of a Unix socket, which outlives a process that was killed.</summary>
internal static class UnixSocketFile
{
    /// <summary>Deletes a socket that nobody listens on.</summary>
    /// <exception cref="IOException">Somebody listens, or the path is no socket.</exception>
    public static void RemoveStale(string path)
    {
        if (!File.Exists(path)) return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused && IsSocket(path))
        {
            File.Delete(path);
            return;
        }
        catch (SocketException exception)
        {
            throw new IOException(
                $"{path} is in the way and is no socket that can be replaced ({exception.Message}): remove it or choose another path.", exception);
        }

        throw new IOException($"Another process listens on {path}: stop it or choose another path.");
    }

    /// <summary>Connecting to an ordinary file is refused too, and that must never be deleted; only a socket cannot be opened.</summary>
    private static bool IsSocket(string path)
    {
        try
        {
            File.OpenHandle(path).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
