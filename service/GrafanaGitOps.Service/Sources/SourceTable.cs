using GrafanaGitOps.Service.Sources.ArgoCd;
using GrafanaGitOps.Service.Sources.Clusters;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Sources.Operators;
using GrafanaGitOps.Service.Sources.Watching;

namespace GrafanaGitOps.Service.Sources;

/// <summary>What is read in clusters.</summary>
internal static class SourceTable
{
    /// <summary>The operators: one line each.</summary>
    public static IReadOnlyList<SourceDefinition> Operators { get; } = [ArgoCdSource.Definition, FluxSource.Definition];

    /// <summary>Their names as the description of a column tells them: <c>argocd or flux</c>.</summary>
    public static string OneOfOperators { get; } = string.Join(" or ", Operators.Select(source => source.Name));

    /// <summary>The operators and their own workloads.</summary>
    public static IReadOnlyList<SourceDefinition> All { get; } = [.. Operators, OperatorWorkloads.Define([.. Operators.Select(one => one.Name)])];

    /// <summary>Every kind.</summary>
    public static IEnumerable<WatchedKind> Kinds => All.SelectMany(source => source.Kinds);

    /// <summary>Whether the objects of a watch are applications.</summary>
    public static bool HoldsApplications(string resource) => Kinds.Any(kind => kind.IsApplication && kind.Resource.Name == resource);

    /// <summary>The operator whose objects these are; null for workloads.</summary>
    public static string? OperatorOf(string resource) =>
        Operators.FirstOrDefault(source => source.Kinds.Any(kind => kind.Resource.Name == resource))?.Name;

    /// <summary>The sources with these settings of operators.</summary>
    public static IReadOnlyList<ConfiguredSource> With(IReadOnlyDictionary<string, OperatorOptions> operators) =>
        [.. All.Select(source => new ConfiguredSource(source, operators.GetValueOrDefault(source.Name) ?? source.CreateOptions()))];

    /// <summary>Settings of every operator by its name.</summary>
    public static Dictionary<string, OperatorOptions> CreateOptions() =>
        Operators.ToDictionary(source => source.Name, source => source.CreateOptions(), StringComparer.OrdinalIgnoreCase);
}
