using Google.Protobuf.Collections;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>A query of a batch, or the reason why it is not asked.</summary>
internal sealed record BatchedQuery(PluginQuery Query, PluginException? Refusal)
{
    /// <summary>How errors and logs name it.</summary>
    public string Subject => $"Query {(Query.RefId.Length > 0 ? Query.RefId : "without refId")}";
}

/// <summary>Turns a request's queries into exactly one entry for each refId.</summary>
internal static class QueryBatch
{
    /// <param name="context">Who asks.</param>
    /// <param name="headers">What Grafana forwards.</param>
    /// <param name="queries">As they came.</param>
    /// <param name="refusal">The reason why none of them is asked, or null.</param>
    public static IReadOnlyList<BatchedQuery> Read(
        PluginContext context, MapField<string, string> headers, RepeatedField<Proto.DataQuery> queries, PluginException? refusal)
    {
        var batchRefusal = refusal ?? RefuseSize(queries.Count);
        return [.. queries.GroupBy(query => query.RefId).Select(group =>
        {
            var query = ConvertFromProto.Query(group.First(), context, headers);
            return new BatchedQuery(query, batchRefusal ?? RefuseRepeated(query, group.Count()) ?? RefuseJson(query));
        })];
    }

    private static PluginException? RefuseSize(int count) => count <= PluginLimits.QueriesPerBatch ? null : Refusal(
        $"The request holds {count} queries and may hold {PluginLimits.QueriesPerBatch}: spread them over several panels.");

    private static PluginException? RefuseRepeated(PluginQuery query, int count) => count == 1 ? null : Refusal(
        $"Query {query.RefId} is in the request {count} times: give each query a refId of its own.");

    private static PluginException? RefuseJson(PluginQuery query) => query.Json.Length <= PluginLimits.QueryJsonBytes ? null : Refusal(
        $"Query {query.RefId} has {query.Json.Length} bytes of JSON and may have {PluginLimits.QueryJsonBytes}: choose fewer values in its filters.");

    private static PluginException Refusal(string message) => new(message, 400, ErrorSource.Downstream);
}
