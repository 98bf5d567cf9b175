using GrafanaGitOps.Service.Queries;

namespace GrafanaGitOps.Service.Resources;

/// <summary>A query as the editor sees it.</summary>
internal sealed record QueryDescription(string Name, string Help, bool HasTimeRange, IEnumerable<QueryDescription.Parameter> Parameters)
{
    public static QueryDescription Of(QueryDefinition query) => new(
        query.Name,
        query.Help,
        query.HasTimeRange,
        query.Parameters.Where(parameter => parameter.IsApplied)
            .Select(parameter => new Parameter(parameter.Name, parameter.Kind.ToString().ToLowerInvariant(), parameter.Help, parameter.Resource)));

    internal sealed record Parameter(string Name, string Kind, string Help, string? Resource);
}
