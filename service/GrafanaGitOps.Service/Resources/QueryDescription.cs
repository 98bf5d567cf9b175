using System.Text.Json.Serialization;
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
            .Select(Describe));

    private static Parameter Describe(QueryParameter parameter) =>
        new(parameter.Name, parameter.Option, parameter.Kind.ToString().ToLowerInvariant(), parameter.Help, parameter.Resource)
        {
            Choices = parameter.Choices.Count == 0 ? null : parameter.Choices,
        };

    internal sealed record Parameter(string Name, string Option, string Kind, string Help, string? Resource)
    {
        /// <summary>The only values that it takes; left out when it takes any.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? Choices { get; init; }
    }
}
