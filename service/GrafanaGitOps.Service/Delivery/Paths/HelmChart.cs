using GrafanaGitOps.Service.Yaml;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>What a Helm chart refers to outside its own folder: charts that it depends on by a path.</summary>
internal static class HelmChart
{
    /// <summary>The file that makes a folder a chart.</summary>
    public const string FileName = "Chart.yaml";

    /// <summary>Where charts of Helm 2 keep their dependencies.</summary>
    public const string RequirementsName = "requirements.yaml";

    private const string PathScheme = "file://";

    /// <summary>The references of one of the two files.</summary>
    public static IReadOnlyList<FileReference> Read(IReadOnlyList<YamlValue> documents) =>
    [
        .. from document in documents
           from dependency in document["dependencies"]?.Items ?? []
           let repository = dependency["repository"]?.Text
           where repository?.StartsWith(PathScheme, StringComparison.Ordinal) == true
           select new FileReference(ReferenceKind.Chart, repository[PathScheme.Length..]),
    ];
}
