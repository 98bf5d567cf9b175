using Google.Protobuf.Collections;
using GrafanaGitOps.Protocol.Grpc;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Answers batches of queries. A query that fails has its own error and never takes the batch with it.</summary>
internal sealed class DataService(PluginHandlers handlers, CompanionToken token, ILogger logger)
{
    /// <summary>
    /// A call with one response, registered as a stream of one: only then does the handler learn that the message
    /// is written, and that its pooled memory may go back.
    /// </summary>
    public async Task QueryDataAsync(Proto.QueryDataRequest request, GrpcResponseStream<Proto.QueryDataResponse> responses, GrpcCall call)
    {
        var batch = ReadBatch(request.PluginContext, request.Headers, request.Queries, call);
        var answers = await Task.WhenAll(batch.Select(query => AnswerAsync(query, request.Format, call))).ConfigureAwait(false);
        try
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            await responses.WriteAsync(ConvertToProto.QueryData(answers)).ConfigureAwait(false);
        }
        finally
        {
            foreach (var answer in answers) answer.Dispose();
        }
    }

    /// <summary>Each answer is sent as soon as it is there, frame by frame.</summary>
    public async Task QueryChunkedDataAsync(
        Proto.QueryChunkedDataRequest request, GrpcResponseStream<Proto.QueryChunkedDataResponse> responses, GrpcCall call)
    {
        var batch = ReadBatch(request.PluginContext, request.Headers, request.Queries, call);
        await foreach (var answering in Task.WhenEach(batch.Select(query => AnswerAsync(query, request.Format, call))).ConfigureAwait(false))
        {
            using var answer = await answering.ConfigureAwait(false);
            foreach (var chunk in ConvertToProto.Chunks(answer)) await responses.WriteAsync(chunk).ConfigureAwait(false);
        }
    }

    private IReadOnlyList<BatchedQuery> ReadBatch(
        Proto.PluginContext? protoContext, MapField<string, string> headers, RepeatedField<Proto.DataQuery> queries, GrpcCall call)
    {
        var context = ConvertFromProto.Context(protoContext);
        var refusal = token.Refuse(context);
        if (refusal is not null) Log.TokenRefused(logger, call.Method, call.Peer);
        return QueryBatch.Read(context, headers, queries, refusal);
    }

    private async Task<QueryAnswer> AnswerAsync(BatchedQuery batched, Proto.DataFrameFormat format, GrpcCall call)
    {
        try
        {
            if (batched.Refusal is { } refusal) throw refusal;
            // Off the connection's thread, so that handlers that block do not wait for each other.
            return await Task.Run(
                async () => QueryAnswer.Of(
                    batched.Query.RefId, format, await handlers.Query(batched.Query, call.CancellationToken).ConfigureAwait(false)),
                call.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (call.CancellationToken.IsCancellationRequested)
        {
            return QueryAnswer.Failed(batched.Query.RefId, format, new($"{batched.Subject} was cancelled.", 499, ErrorSource.Downstream));
        }
        catch (Exception exception)
        {
            return QueryAnswer.Failed(batched.Query.RefId, format, PluginErrors.Explain(exception, batched.Subject, logger));
        }
    }
}
