using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery.Targets;

/// <summary>Helm values files that lie in the repository of a source, whichever source names them.</summary>
internal static class ValuesFiles
{
    /// <summary>Paths from the root of the source's repository.</summary>
    public static IReadOnlyList<string> Of(
        DeliveryApplication application, IReadOnlyList<ApplicationSource> sources, ApplicationSource source, string? folder)
    {
        var isFlux = application.Id.Operator == OperatorNames.Flux;
        var own = source.ValuesFiles.Where(file => !file.StartsWith('$') && folder is not null).Select(file => Own(file, folder!, isFlux));
        // "$name/path" is a path in the repository of the source with this name.
        var prefix = $"${source.Ref}/";
        var others = source.Ref is null
            ? []
            : sources.SelectMany(other => other.ValuesFiles).Where(file => file.StartsWith(prefix, StringComparison.Ordinal))
                .Select(file => RepositoryPath.FromRoot(file[prefix.Length..]));
        return [.. own.Concat(others).OfType<string>().Where(path => path.Length > 0).Distinct().Order(StringComparer.Ordinal)];
    }

    // Argo CD counts from the source's folder, and from the root what begins with a slash; Flux always from the root.
    private static string? Own(string file, string folder, bool isFlux) =>
        file.Contains("://", StringComparison.Ordinal) ? null
        : isFlux || file.StartsWith('/') ? RepositoryPath.FromRoot(file)
        : RepositoryPath.Combine(folder, file);
}
