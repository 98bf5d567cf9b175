using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Configuration;

namespace GrafanaGitOps.Service.Queries;

/// <summary>Turns a query of Grafana into a question, or into an error that names the field.</summary>
public static class QueryParser
{
    /// <summary>What the editor saves in a query for itself: the form in which it was saved, and whether panels follow the live channel.</summary>
    private static readonly string[] EditorFields = ["schemaVersion", "live"];

    /// <summary>Reads every parameter of the query's definition.</summary>
    public static QueryRequest Parse(PluginQuery query, QueryOptions options)
    {
        var definition = QueryTable.Find(query.QueryType) ?? throw Unknown(query);
        var reader = QueryModelReader.Read(query);
        var values = new Dictionary<string, IReadOnlyList<string>>();
        var usual = Math.Min(definition.DefaultLimit ?? options.DefaultLimit, options.MaxRows);
        var limit = usual;
        foreach (var parameter in definition.Parameters)
        {
            switch (parameter.Kind)
            {
                case ParameterKind.List when reader.StringList(parameter.Name) is { Count: > 0 } list:
                    values[parameter.Name] = list;
                    break;
                case ParameterKind.Text when reader.String(parameter.Name) is { } text:
                    values[parameter.Name] = [text];
                    break;
                case ParameterKind.Count:
                    limit = reader.Int(parameter.Name, 1, options.MaxRows, usual);
                    break;
                default:
                    break;
            }
        }

        foreach (var field in EditorFields) reader.Ignore(field);
        reader.End();
        Check(definition, values, reader);
        return new QueryRequest(definition) { From = query.From, To = query.To, Values = values, Limit = limit, IsAlert = query.FromAlert };
    }

    private static void Check(QueryDefinition definition, Dictionary<string, IReadOnlyList<string>> values, QueryModelReader reader)
    {
        foreach (var parameter in definition.Parameters)
        {
            if (values.GetValueOrDefault(parameter.Name)?.Select(parameter.Problem).FirstOrDefault(problem => problem is not null) is { } problem)
                throw reader.Refuse($"field \"{parameter.Name}\" {problem}");
        }
    }

    private static PluginException Unknown(PluginQuery query)
    {
        var known = QueryTable.All.Select(definition => definition.Name).ToList();
        var what = query.QueryType.Length == 0 ? "no query type is chosen" : $"there is no query type \"{query.QueryType}\"";
        var hint = NearestName.Of(query.QueryType, known) is { } nearest
            ? $"did you mean \"{nearest}\"?"
            : $"choose one of {string.Join(", ", known)}.";
        return new PluginException($"Query {query.RefId}: {what}; {hint}", 400, ErrorSource.Downstream);
    }
}
