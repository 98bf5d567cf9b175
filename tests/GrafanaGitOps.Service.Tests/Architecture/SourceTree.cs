using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Architecture;

/// <summary>Source files as text.</summary>
internal static partial class SourceTree
{
    /// <summary>Those of the product.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } = Read("service");

    /// <summary>Those of the tests.</summary>
    public static IReadOnlyList<SourceFile> Tests { get; } = Read("tests");

    /// <summary>Names of every type, in the tests too.</summary>
    public static IReadOnlySet<string> TypeNames { get; } = Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
        .SelectMany(path => TypeDeclaration().Matches(File.ReadAllText(path))).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

    private static List<SourceFile> Read(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Repository.Root, path)))),
    ];

    [GeneratedRegex(@"\b(class|record struct|record class|record|struct|interface|enum|delegate \S+)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex TypeDeclaration();
}

/// <param name="Path">From the checkout's root.</param>
/// <param name="Text">The whole file.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The part of the service it belongs to, such as <c>Sources</c>; the project for anything else.</summary>
    public string Part => Path.Split('/') switch
    {
        ["service", "GrafanaGitOps.Protocol", ..] => "Protocol",
        ["service", "GrafanaGitOps.Service", var folder, _, ..] => folder,
        _ => "Program",
    };

    /// <summary>The folder within the sources, such as <c>Flux</c>; empty for their root.</summary>
    public string Source => Path.Split('/') is [_, _, "Sources", var folder, _, ..] ? folder : "";

    /// <summary>Folders of the sources whose namespaces it names.</summary>
    public IEnumerable<string> UsedSources => Regex.Matches(Text, @"GrafanaGitOps\.Service\.Sources\.(?<folder>\w+)").Select(match => match.Groups["folder"].Value).Distinct();

    /// <summary>Parts whose namespaces it names.</summary>
    public IEnumerable<string> UsedParts => Regex.Matches(Text, @"GrafanaGitOps\.(?<part>Protocol|Service\.\w+)").Select(match => match.Groups["part"].Value.Split('.')[^1]).Distinct();
}
