using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using Microsoft.Extensions.Primitives;

namespace GrafanaGitOps.Service.Resources;

/// <summary>Values for variables out of the applications that are there, each list narrowed by the values chosen in the others.</summary>
internal static class ApplicationValues
{
    // The name of the list, the parameter that narrows other lists by its values, and the value of an application.
    private static readonly Dictionary<string, (string Parameter, Func<ApplicationStatus, string?> Value)> Lists = new()
    {
        ["clusters"] = ("cluster", status => status.Application.Cluster),
        ["environments"] = ("environment", status => status.Environment ?? ApplicationFilter.NoEnvironment),
        ["applications"] = ("application", status => status.Application.Name),
        ["projects"] = ("project", status => status.Project),
        ["namespaces"] = ("namespace", status => status.DestinationNamespace ?? status.Application.Namespace),
        ["operators"] = ("operator", status => status.Application.Operator),
        ["kinds"] = ("kind", status => status.Application.Kind),
        ["sync_states"] = ("sync", status => status.Sync.ToString()),
        ["health_states"] = ("health", status => status.Health.ToString()),
    };

    public static IEnumerable<string> Names => Lists.Keys;

    public static bool Has(string name) => Lists.ContainsKey(name);

    /// <summary>The parameters that narrow a list: those of all others, and the repository.</summary>
    public static IEnumerable<string> NarrowedBy(string name) =>
        [.. Lists.Where(list => list.Key != name).Select(list => list.Value.Parameter), "repository"];

    /// <summary>Distinct values that contain the text, sorted.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        Store store, string name, IReadOnlyDictionary<string, StringValues> parameters, string? search, int limit, CancellationToken cancellationToken)
    {
        var filter = new ApplicationFilter { Repositories = Chosen(parameters, "repository") };
        var looks = await store.Applications.ReadAsync(filter, cancellationToken);
        var others = Lists.Where(list => list.Key != name).Select(list => (Choice: NameChoice.Of(Chosen(parameters, list.Value.Parameter)), list.Value.Value))
            .ToList();
        var value = Lists[name].Value;
        return
        [
            .. looks.Where(look => others.TrueForAll(list => list.Choice.Takes(list.Value(look.Status)))).Select(look => value(look.Status))
                .OfType<string>().Distinct().Where(text => search is null || text.Contains(search, StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal).Take(limit),
        ];
    }

    /// <summary>The values of a parameter; none stands for all, as does what Grafana writes for "All".</summary>
    public static List<string> Chosen(IReadOnlyDictionary<string, StringValues> parameters, string name) =>
        parameters.TryGetValue(name, out var values) ? [.. values.OfType<string>().Where(text => text is not ("" or "$__all"))] : [];
}
