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
            CanExclude = parameter.CanExclude,
            Choices = parameter.Choices.Count == 0 ? null : parameter.Choices,
            NarrowedBy = parameter.Resource is { } resource ? ResourceTable.NarrowedBy(resource) : null,
        };

    internal sealed record Parameter(string Name, string Option, string Kind, string Help, string? Resource)
    {
        /// <summary>Whether a <c>!</c> in front of a value leaves it out; left out when it does not.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool CanExclude { get; init; }

        /// <summary>The only values that it takes; left out when it takes any.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? Choices { get; init; }

        /// <summary>The parameters that narrow the resource, by their singular names; left out where there is none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IEnumerable<string>? NarrowedBy { get; init; }
    }
}
