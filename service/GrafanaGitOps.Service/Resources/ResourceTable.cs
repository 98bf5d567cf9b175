using System.Text.Json;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace GrafanaGitOps.Service.Resources;

/// <summary>What lies below <c>/resources/</c>: values for variables and completion, and the table of queries for the editor.</summary>
public sealed class ResourceTable(StoreAccess stores)
{
    /// <summary>Values of one answer, unless fewer are asked for.</summary>
    private const int MostValues = 1_000;

    private static readonly Dictionary<string, ValueKind> Values = new()
    {
        ["repositories"] = ValueKind.Repository,
        ["branches"] = ValueKind.Branch,
        ["authors"] = ValueKind.Author,
        ["types"] = ValueKind.Type,
        ["scopes"] = ValueKind.Scope,
    };

    /// <summary>The parameters that narrow what a resource lists, by their singular names.</summary>
    internal static IEnumerable<string> NarrowedBy(string resource)
    {
        if (ApplicationValues.Names.Contains(resource)) return ApplicationValues.NarrowedBy(resource);
        return resource == "repositories" ? [] : ["repository"];
    }

    /// <summary>Answers one call.</summary>
    public async Task<ResourceResponse> CallAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var path = request.Path.Trim('/');
        var isKnown = path == "queries" || Values.ContainsKey(path) || ApplicationValues.Names.Contains(path);
        var known = ApplicationValues.Names.Concat(Values.Keys);
        if (!isKnown) return Error(404, $"There is no resource \"{path}\". Known are queries, {string.Join(", ", known)}.");
        if (request.Method != "GET") return Error(405, $"The resource \"{path}\" is only read: use GET, not {request.Method}.");
        if (path == "queries") return Json(200, QueryTable.All.Select(QueryDescription.Of));
        return await ReadAsync(path, request.Url, cancellationToken);
    }

    private async Task<ResourceResponse> ReadAsync(string path, string url, CancellationToken cancellationToken)
    {
        var question = url.IndexOf('?', StringComparison.Ordinal);
        var parameters = QueryHelpers.ParseQuery(question < 0 ? "" : url[question..]);
        if (!TryReadLimit(parameters.GetValueOrDefault("limit"), out var limit))
            return Error(400, $"limit must be a whole number from 1 to {MostValues}.");
        var repositories = ApplicationValues.Chosen(parameters, "repository");
        var search = parameters.GetValueOrDefault("search").FirstOrDefault(text => !string.IsNullOrEmpty(text));
        try
        {
            var store = await stores.GetAsync(cancellationToken);
            var values = Values.TryGetValue(path, out var kind)
                ? await store.Commits.ReadValuesAsync(kind, repositories, search, limit, cancellationToken)
                : await ApplicationValues.ReadAsync(store, path, parameters, search, limit, cancellationToken);
            return Json(200, values.Select(value => new { Text = value, Value = value }));
        }
        catch (StorageException exception)
        {
            return Error(503, exception.Message);
        }
    }

    private static bool TryReadLimit(StringValues text, out int limit)
    {
        limit = MostValues;
        return text.Count == 0 || (int.TryParse(text[0], out limit) && limit is >= 1 and <= MostValues);
    }

    private static ResourceResponse Error(int status, string message) => Json(status, new { Error = message });

    private static ResourceResponse Json<T>(int status, T value) =>
        new(status, "application/json", JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web));
}
