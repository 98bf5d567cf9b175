namespace GrafanaGitOps.Service.Events;

/// <summary>The program that makes manifests of a source.</summary>
public enum BuildTool
{
    /// <summary>The one that the folder's content asks for.</summary>
    Detected = 0,

    /// <summary>None: files are manifests.</summary>
    Directory = 1,

    /// <summary>Kustomize.</summary>
    Kustomize = 2,

    /// <summary>Helm.</summary>
    Helm = 3,

    /// <summary>A plugin of the operator.</summary>
    Plugin = 4,
}

/// <summary>What a spec says, besides path and values files, of the files that a source is built from; null for nothing.</summary>
public sealed record SourceBuild
{
    /// <summary>What makes the manifests.</summary>
    public BuildTool Tool { get; init; }

    /// <summary>Whether folders below the path count: of a directory alone.</summary>
    public bool Recurse { get; init; }

    /// <summary>Pattern of the files of a directory that count.</summary>
    public string? Include { get; init; }

    /// <summary>Pattern of the files of a directory that do not.</summary>
    public string? Exclude { get; init; }

    /// <summary>Whether files of a directory count whatever their names end with.</summary>
    public bool AnyExtension { get; init; }

    /// <summary>Folders from the root that jsonnet finds libraries in.</summary>
    public IReadOnlyList<string>? Libraries { get; init; }

    /// <summary>Kustomize components, relative to the path.</summary>
    public IReadOnlyList<string>? Components { get; init; }

    /// <summary>Files that parameters and patches are read from, relative to the path.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>Values files and components may be missing.</summary>
    public bool IgnoreMissing { get; init; }

    /// <summary>Why files that cannot be known may count too.</summary>
    public IReadOnlyList<string>? Doubts { get; init; }

    /// <summary>The same text stands for the same.</summary>
    public string Text() => string.Join(
        '\n', Tool, Recurse, Include, Exclude, AnyExtension, IgnoreMissing, Join(Libraries), Join(Components), Join(Files), Join(Doubts));

    private static string Join(IReadOnlyList<string>? texts) => string.Join('\t', texts ?? []);
}
