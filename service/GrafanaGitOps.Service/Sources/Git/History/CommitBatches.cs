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
        var parsing = Task.Run(() => ParseAsync(log, new LogParser(issueKeys, countLines), batches.Writer, stop.Token), CancellationToken.None);
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

    private static async Task ParseAsync(Stream log, LogParser parser, ChannelWriter<List<Commit>> batches, CancellationToken cancellationToken)
    {
        try
        {
            var fields = new FieldReader(log);
            var batch = new CommitBatch();
            do
            {
                while (fields.TryRead(out var field))
                {
                    if (batch.Add(parser.Accept(field)) is { } full) await batches.WriteAsync(full, cancellationToken);
                }
            }
            while (await fields.FillAsync(cancellationToken));

            if (batch.Add(parser.Finish()) is { } all) await batches.WriteAsync(all, cancellationToken);
            if (batch.Take() is { Count: > 0 } last) await batches.WriteAsync(last, cancellationToken);
        }
        finally
        {
            batches.Complete();
        }
    }
}
