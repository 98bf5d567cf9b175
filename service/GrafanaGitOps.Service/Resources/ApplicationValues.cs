using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using Microsoft.Extensions.Primitives;

namespace GrafanaGitOps.Service.Resources;

/// <summary>Values for variables out of the applications that are there, each list narrowed by the values chosen in the others.</summary>
internal static class ApplicationValues
{
    public static IEnumerable<string> Names => ApplicationDimension.All.Select(one => one.List);

    /// <summary>The parameters that narrow a list: those of all others, and the repository.</summary>
    public static IEnumerable<string> NarrowedBy(string name) =>
        [.. ApplicationDimension.All.Where(one => one.List != name).Select(one => one.Name), "repository"];

    /// <summary>Distinct values that contain the text, sorted.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        Store store, string name, IReadOnlyDictionary<string, StringValues> parameters, string? search, int limit, CancellationToken cancellationToken)
    {
        var filter = new ApplicationFilter { Repositories = Chosen(parameters, "repository") };
        var looks = await store.Applications.ReadAsync(filter, cancellationToken);
        var listed = ApplicationDimension.All.Single(one => one.List == name);
        var others = ApplicationDimension.All.Where(one => one != listed).Select(one => (One: one, Choice: new NameChoice(Chosen(parameters, one.Name)))).ToList();
        return
        [
            .. looks.Where(look => others.TrueForAll(other => other.One.Takes(other.Choice, look.Status))).Select(look => listed.Value(look.Status))
                .OfType<string>().Distinct().Where(text => search is null || text.Contains(search, StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal).Take(limit),
        ];
    }

    /// <summary>The values of a parameter; none stands for all, as does what Grafana writes for "All".</summary>
    public static List<string> Chosen(IReadOnlyDictionary<string, StringValues> parameters, string name) =>
        parameters.TryGetValue(name, out var values) ? [.. values.OfType<string>().Where(text => text is not ("" or "$__all"))] : [];
}
