using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using GrafanaGitOps.Service.Sources.Git.Processes;

namespace GrafanaGitOps.Service.Sources.Git.Files;

/// <summary>An object as git holds it.</summary>
/// <param name="Type"><c>commit</c>, <c>tree</c>, <c>blob</c> or <c>tag</c>.</param>
/// <param name="Content">Its bytes; null when they are more than were asked for.</param>
internal sealed record GitObject(string Type, byte[]? Content);

/// <summary>
/// Reads objects from one long-lived git process, one call after the other. After an exception it is of no use any more.
/// </summary>
internal sealed class ObjectReader(GitProcess process) : IAsyncDisposable
{
    private const int LongestHeader = 4_096;

    private readonly PipeReader _output = PipeReader.Create(process.Output, new StreamPipeReaderOptions(bufferSize: 64 << 10));

    /// <summary>Hands over each object in the order of the names; null for one that is not here.</summary>
    /// <param name="names">Object ids, or what git takes for them; no line breaks.</param>
    /// <param name="limit">Bytes of content that are wanted at most.</param>
    /// <param name="accept">Takes the name's place in <paramref name="names"/> and the object.</param>
    /// <param name="cancellationToken">Ends the reading, and with it the use of this reader.</param>
    public async Task ReadAsync(IReadOnlyList<string> names, int limit, Action<int, GitObject?> accept, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(GitLimits.ReadObject);
        var asking = AskAsync(names, patience.Token);
        try
        {
            for (var index = 0; index < names.Count; index++)
            {
                accept(index, await ReadOneAsync(limit, patience.Token));
                patience.CancelAfter(GitLimits.ReadObject);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var seconds = GitLimits.ReadObject.TotalSeconds;
            throw new GitException($"git cat-file gave no answer within {seconds:0} s and was ended: see whether the disk is busy.");
        }
        finally
        {
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    // Beside the reading, because git stops to read while nobody takes what it writes.
    private async Task AskAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        foreach (var part in names.Chunk(512))
            await process.Input.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(part.Select(name => name + "\n"))), cancellationToken);
        await process.Input.FlushAsync(cancellationToken);
    }

    private async Task<GitObject?> ReadOneAsync(int limit, CancellationToken cancellationToken)
    {
        var header = await ReadHeaderAsync(cancellationToken);
        var parts = header.Split(' ');
        if (parts[^1] is "missing" or "ambiguous") return null;
        if (parts.Length != 3 || !long.TryParse(parts[2], out var size))
            throw new GitException($"git cat-file wrote what is no answer: {Masking.Printable(header)}");

        var content = size <= limit ? new byte[size] : null;
        await TakeAsync(size, content, cancellationToken);
        await TakeAsync(1, null, cancellationToken);
        return new GitObject(parts[1], content);
    }

    private async Task<string> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _output.ReadAsync(cancellationToken);
            if (PositionOfLineEnd(read) is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end));
                _output.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted || read.Buffer.Length > LongestHeader)
                throw new GitException("git cat-file ended: an object that it was asked for is not in the local clone.");
            _output.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static SequencePosition? PositionOfLineEnd(ReadResult read) => read.Buffer.PositionOf((byte)'\n');

    private async Task TakeAsync(long bytes, byte[]? into, CancellationToken cancellationToken)
    {
        for (long taken = 0; taken < bytes;)
        {
            var read = await _output.ReadAsync(cancellationToken);
            if (read.Buffer.IsEmpty && read.IsCompleted) throw new GitException("git cat-file ended in the middle of an object.");
            var part = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, bytes - taken));
            if (into is not null) part.CopyTo(into.AsSpan((int)taken));
            taken += part.Length;
            _output.AdvanceTo(part.End);
        }
    }
}
