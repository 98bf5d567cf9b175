using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>What a reference in a kustomization or chart may lead to.</summary>
internal enum ReferenceKind
{
    /// <summary>A file, or a folder with a kustomization.</summary>
    Resource,

    /// <summary>A file.</summary>
    File,

    /// <summary>A file that refers to others itself (generators, transformers, validators), or a folder with a kustomization.</summary>
    Plugin,

    /// <summary>A folder with a Helm chart.</summary>
    Chart,

    /// <summary>A folder with a Helm chart, where it was put into the repository; else it comes from a chart repository.</summary>
    OptionalChart,

    /// <summary>A folder with a kustomization, which may be missing.</summary>
    OptionalResource,

    /// <summary>The folder of the source itself.</summary>
    Source,
}

/// <summary>A reference as a file holds it.</summary>
/// <param name="Kind">What it may lead to.</param>
/// <param name="Path">As written, relative to the folder of the kustomization or chart.</param>
internal sealed record FileReference(ReferenceKind Kind, string Path)
{
    private static readonly string[] RemoteParts = ["://", "?ref=", "?version="];
    private static readonly string[] RemoteStarts = ["git::", "git@", "github.com/", "github.com:"];

    /// <summary>Whether it leads out of the repository to a URL, in one of the forms that kustomize and Helm take.</summary>
    public bool IsRemote =>
        RemoteParts.Any(part => Path.Contains(part, StringComparison.Ordinal))
        || RemoteStarts.Any(start => Path.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a URL names a version or commit, so that what it leads to stays as it is.</summary>
    public static bool IsPinned(string url) => url.Split('/', '?', '&', '=', '@').Any(part =>
        RevisionRef.Parse(part) is { Version: not null } or { Digest: not null } or { DigestPrefix: not null });
}
