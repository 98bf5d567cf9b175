namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>Paths within a repository: parts with <c>/</c> between them and none at the ends; the empty path is the root.</summary>
internal static class RepositoryPath
{
    /// <summary>Where a reference that stands in a file of this folder leads; null when it leaves the repository or is no path.</summary>
    public static string? Combine(string folder, string reference) =>
        reference.StartsWith('/') ? null : Join(folder, reference, clamp: false);

    /// <summary>A path from the root, perhaps with <c>./</c> or <c>/</c> before it; null when it leaves the repository.</summary>
    public static string? FromRoot(string? path) => Join("", path ?? "", clamp: false);

    /// <summary>The same, where parents of the root are the root itself.</summary>
    public static string? Within(string folder, string reference) => Join(folder, reference, clamp: true);

    /// <summary>The folder that holds it; the root for what is in the root.</summary>
    public static string Parent(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    /// <summary>The last part.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>A name in a folder.</summary>
    public static string Child(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    private static string? Join(string folder, string reference, bool clamp)
    {
        if (reference.Contains('\0', StringComparison.Ordinal)) return null;
        var parts = new List<string>();
        foreach (var part in folder.Split('/').Concat(reference.Split('/')))
        {
            if (part is "" or ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (!clamp) return null;
        }

        var path = string.Join('/', parts);
        return path.Length <= PathLimits.PathLength ? path : null;
    }
}
