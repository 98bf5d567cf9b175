using Google.Protobuf.Collections;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Answers batches of queries. A query that fails has its own error and never takes the batch with it.</summary>
internal sealed class DataService(PluginHandlers handlers, CompanionToken token, ILogger<DataService> logger) : Proto.Data.DataBase
{
    /// <summary>
    /// The message is written after this returns, out of the answers' pooled memory, which therefore goes back when the whole call is over.
    /// </summary>
    public override async Task<Proto.QueryDataResponse> QueryData(Proto.QueryDataRequest request, ServerCallContext context)
    {
        var batch = ReadBatch(request.PluginContext, request.Headers, request.Queries, context);
        var answers = await Task.WhenAll(batch.Select(query => AnswerAsync(query, request.Format, context))).ConfigureAwait(false);
        foreach (var answer in answers) context.GetHttpContext().Response.RegisterForDispose(answer);
        context.CancellationToken.ThrowIfCancellationRequested();
        return ConvertToProto.QueryData(answers);
    }

    /// <summary>Each answer is sent as soon as it is there, frame by frame.</summary>
    public override async Task QueryChunkedData(
        Proto.QueryChunkedDataRequest request, IServerStreamWriter<Proto.QueryChunkedDataResponse> responseStream, ServerCallContext context)
    {
        var batch = ReadBatch(request.PluginContext, request.Headers, request.Queries, context);
        await foreach (var answering in Task.WhenEach(batch.Select(query => AnswerAsync(query, request.Format, context))).ConfigureAwait(false))
        {
            using var answer = await answering.ConfigureAwait(false);
            foreach (var chunk in ConvertToProto.Chunks(answer)) await responseStream.WriteAsync(chunk, context.CancellationToken).ConfigureAwait(false);
        }
    }

    private IReadOnlyList<BatchedQuery> ReadBatch(
        Proto.PluginContext? protoContext, MapField<string, string> headers, RepeatedField<Proto.DataQuery> queries, ServerCallContext call)
    {
        var context = ConvertFromProto.Context(protoContext);
        var refusal = token.Refuse(context);
        if (refusal is not null) Log.TokenRefused(logger, call.Method, call.Peer);
        return QueryBatch.Read(context, headers, queries, refusal);
    }

    private async Task<QueryAnswer> AnswerAsync(BatchedQuery batched, Proto.DataFrameFormat format, ServerCallContext call)
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
