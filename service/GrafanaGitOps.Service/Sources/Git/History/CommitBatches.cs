using System.Threading.Channels;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git.Messages;

namespace GrafanaGitOps.Service.Sources.Git.History;

/// <summary>Reads git's log into batches on one thread while another stores them; at most three batches are alive at a time.</summary>
internal static class CommitBatches
{
    /// <summary>Batches in git's order, newest first.</summary>
    public static async Task ReadAsync(
        Stream log, IssueKeys issueKeys, bool countLines, Func<IReadOnlyList<Commit>, Task> store, CancellationToken cancellationToken)
    {
        var batches = Channel.CreateBounded<List<Commit>>(new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var parsing = Task.Factory.StartNew(
            () => Parse(log, new LogParser(issueKeys, countLines), batches.Writer, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken)) await store(batch);
        }
        catch
        {
            await stop.CancelAsync();
            await parsing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await parsing;
    }

    // Blocks a thread of its own: git writes some 4 KiB at a time, and to wake for each of them asynchronously costs more than to parse them.
    private static void Parse(Stream log, LogParser parser, ChannelWriter<List<Commit>> batches, CancellationToken cancellationToken)
    {
        try
        {
            var fields = new FieldReader(log);
            var batch = new CommitBatch();
            do
            {
                while (fields.TryRead(out var field))
                    if (batch.Add(parser.Accept(field)) is { } full) Write(full);
            }
            while (fields.Fill());

            if (batch.Add(parser.Finish()) is { } all) Write(all);
            if (batch.Take() is { Count: > 0 } last) Write(last);
        }
        finally
        {
            batches.Complete();
        }

        void Write(List<Commit> full) => batches.WriteAsync(full, cancellationToken).AsTask().GetAwaiter().GetResult();
    }
}
