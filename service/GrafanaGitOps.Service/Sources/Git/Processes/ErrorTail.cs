using System.Text;

namespace GrafanaGitOps.Service.Sources.Git.Processes;

/// <summary>Reads all of stderr and keeps its end.</summary>
internal static class ErrorTail
{
    public static async Task<string> ReadAsync(Stream stream)
    {
        var tail = new byte[2 * GitLimits.ErrorBytes];
        var (length, isCut) = (0, false);
        int read;
        while ((read = await ReadSomeAsync(stream, tail.AsMemory(length, GitLimits.ErrorBytes))) > 0)
        {
            length += read;
            if (length <= GitLimits.ErrorBytes) continue;
            tail.AsSpan(length - GitLimits.ErrorBytes, GitLimits.ErrorBytes).CopyTo(tail);
            (length, isCut) = (GitLimits.ErrorBytes, true);
        }

        // Half a line could hold half a secret, which masking would not find.
        var start = isCut ? tail.AsSpan(0, length).IndexOf((byte)'\n') + 1 : 0;
        return Encoding.UTF8.GetString(tail, start, length - start);
    }

    private static async Task<int> ReadSomeAsync(Stream stream, Memory<byte> buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
