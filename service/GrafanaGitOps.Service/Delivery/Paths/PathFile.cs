using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Yaml;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>What a file is read as.</summary>
internal enum PathFileKind
{
    Kustomization,
    Plugin,
    Chart,

    /// <summary>What overrides the spec of an Argo CD application.</summary>
    Override,

    /// <summary>A symbolic link.</summary>
    Link,
}

/// <summary>A file that a walk waits for.</summary>
/// <param name="Walk">Which walk.</param>
/// <param name="Kind">What it is read as.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Folder">The folder that its references count from.</param>
/// <param name="Blob">Its object id.</param>
/// <param name="Depth">How many files led here.</param>
/// <param name="Target">What a link may lead to.</param>
/// <param name="Rest">Of a link: the path that goes on behind it.</param>
internal sealed record PathFile(
    PathWalk Walk, PathFileKind Kind, string Path, string Folder, string Blob, int Depth, ReferenceKind Target = ReferenceKind.Resource,
    string Rest = "");

/// <summary>The references of a file, or why there are none.</summary>
internal sealed record ParsedFile(IReadOnlyList<FileReference> References, string? Error)
{
    /// <summary>What it does besides that is not followed; null for nothing.</summary>
    public string? Doubt { get; private init; }

    /// <param name="kind">What to read it as; not a link.</param>
    /// <param name="content">Null when the file is too large.</param>
    public static ParsedFile Of(PathFileKind kind, byte[]? content)
    {
        if (content is null) return new ParsedFile([], $"it has more than {GitLimits.ReadBlob >> 20} MB");
        if (!YamlFile.TryRead(content, out var documents, out var error)) return new ParsedFile([], error);
        if (kind == PathFileKind.Kustomization && documents.All(document => document.Fields.Count == 0))
            return new ParsedFile([], "it holds no fields");
        return new ParsedFile(
            kind switch
            {
                PathFileKind.Kustomization => Kustomization.Read(documents),
                PathFileKind.Plugin => Kustomization.ReadPlugin(documents),
                PathFileKind.Override => ArgoCdOverrides.Read(documents),
                _ => HelmChart.Read(documents),
            },
            null)
        {
            Doubt = kind == PathFileKind.Override ? ArgoCdOverrides.Doubt(documents) : null,
        };
    }
}
