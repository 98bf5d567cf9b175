using GrafanaGitOps.Service.Yaml;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>
/// Files beside an application's manifests that override what its spec says of the source: Argo CD reads them in the folder of the source, and
/// tools that write image tags to git write them.
/// </summary>
internal static class ArgoCdOverrides
{
    /// <summary>For every application of the folder.</summary>
    public const string FileName = ".argocd-source.yaml";

    /// <summary>The file of one application, whose name has its namespace before it where Argo CD itself is elsewhere.</summary>
    public static IReadOnlyList<string> NamesFor(string space, string name) =>
        [FileName, $".argocd-source-{name}.yaml", $".argocd-source-{space}_{name}.yaml"];

    /// <summary>The files that it names.</summary>
    public static IReadOnlyList<FileReference> Read(IReadOnlyList<YamlValue> documents)
    {
        var found = new List<FileReference>();
        foreach (var document in documents)
        {
            var (kustomize, helm) = (document["kustomize"], document["helm"]);
            found.AddRange((kustomize?["components"]?.Texts ?? []).Select(path => new FileReference(ReferenceKind.Resource, path)));
            found.AddRange(ValuesFiles(document).Where(file => !IsMore(file)).Select(path => new FileReference(ReferenceKind.File, path)));
            foreach (var item in (kustomize?["patches"]?.Items ?? []).Concat(helm?["fileParameters"]?.Items ?? []))
                if (item["path"]?.Text is { Length: > 0 } path) found.Add(new FileReference(ReferenceKind.File, path));
        }

        return found;
    }

    /// <summary>What it says that is not followed; null for nothing.</summary>
    public static string? Doubt(IReadOnlyList<YamlValue> documents) =>
        documents.Any(document => document["directory"] is not null || document["plugin"] is not null || ValuesFiles(document).Any(IsMore))
            ? "chooses files in a way that is followed in the spec of an application alone"
            : null;

    private static IEnumerable<string> ValuesFiles(YamlValue document) => document["helm"]?["valueFiles"]?.Texts ?? [];

    private static bool IsMore(string file) => file.Contains('$', StringComparison.Ordinal) || GlobText.IsPattern(file);
}
