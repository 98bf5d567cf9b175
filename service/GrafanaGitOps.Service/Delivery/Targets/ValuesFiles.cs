using System.Text.RegularExpressions;
using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery.Targets;

/// <summary>Helm values files that lie in the repository of a source, whichever source names them: paths from its root.</summary>
/// <param name="Files">Files.</param>
/// <param name="Patterns">Patterns of files.</param>
/// <param name="NotesMissing">Whether all of the files should be there.</param>
/// <param name="Doubts">Why others may count too.</param>
internal sealed partial record ValuesFiles(IReadOnlyList<string> Files, IReadOnlyList<string> Patterns, bool NotesMissing, IReadOnlyList<string> Doubts)
{
    public bool IsEmpty => Files.Count + Patterns.Count == 0;

    public static ValuesFiles Of(
        DeliveryApplication application, IReadOnlyList<ApplicationSource> sources, ApplicationSource source, string? folder)
    {
        var (isFlux, doubts) = (application.Id.Operator == OperatorNames.Flux, new List<string>());
        var refs = sources.Select(other => other.Ref).OfType<string>().Select(name => $"${name}").ToHashSet(StringComparer.Ordinal);
        var own = from file in source.ValuesFiles
                  where folder is not null && (isFlux || !refs.Contains(First(file)))
                  select (Naming: source, Path: Own(Expanded(file, source), folder!, isFlux));
        // "$name/path" is a path in the repository of the source with this name.
        var others = from other in source.Ref is null ? [] : sources
                     from file in other.ValuesFiles
                     where First(file) == $"${source.Ref}"
                     select (Naming: other, Path: RepositoryPath.FromRoot(Expanded(file[First(file).Length..], other)));
        doubts.AddRange(
            from file in source.ValuesFiles
            where folder is not null && file.Contains("://", StringComparison.Ordinal) && !FileReference.IsPinned(file)
            select $"Values come from {PathWalk.Quote(file)}, whose changes are not seen.");
        var all = own.Concat(others).Where(one => !string.IsNullOrEmpty(one.Path)).ToList();
        var paths = all.Select(one => one.Path!).Distinct().Order(StringComparer.Ordinal).ToLookup(path => !isFlux && GlobText.IsPattern(path));
        var notesMissing = all.Count > 0 && all.TrueForAll(one => one.Naming.Build is { IgnoreMissing: false });
        return new ValuesFiles([.. paths[false]], [.. paths[true]], notesMissing, [.. doubts.Distinct()]);

        string Expanded(string file, ApplicationSource naming) => isFlux ? file : Variable.Replace(file, match =>
        {
            var name = match.Groups[1].Value + match.Groups[2].Value;
            if (name.Length == 0) return "$";
            if (Value(name, application, naming) is { } value) return value;
            doubts.Add($"The values file {PathWalk.Quote(file)} depends on {name}, which is not known here: all that it may be counts.");
            return "*";
        });
    }

    private static string First(string file) => file.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? file[..slash] : file;

    // Argo CD counts from the source's folder, and from the root what begins with a slash; Flux always from the root.
    private static string? Own(string file, string folder, bool isFlux) =>
        file.Contains("://", StringComparison.Ordinal) ? null
        : isFlux || file.StartsWith('/') ? RepositoryPath.FromRoot(file)
        : RepositoryPath.Combine(folder, file);

    /// <summary>What Argo CD puts in for a variable, which is nothing for one that it does not have; null where that is not known here.</summary>
    private static string? Value(string name, DeliveryApplication application, ApplicationSource source) => name switch
    {
        "ARGOCD_APP_NAME" => application.Id.Name,
        "ARGOCD_APP_NAMESPACE" => application.DestinationNamespace ?? "",
        "ARGOCD_APP_PROJECT_NAME" => application.Project ?? "",
        "ARGOCD_APP_SOURCE_PATH" => source.Path ?? "",
        "ARGOCD_APP_SOURCE_REPO_URL" => source.RepoUrl ?? "",
        "ARGOCD_APP_SOURCE_TARGET_REVISION" => source.TargetRevision ?? "",
        _ when name.StartsWith("ARGOCD_", StringComparison.Ordinal) || name.StartsWith("KUBE_", StringComparison.Ordinal) => null,
        _ => "",
    };

    [GeneratedRegex(@"\$(?:\$|\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*))")]
    private static partial Regex Variable { get; }
}
