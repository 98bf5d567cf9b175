using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Architecture;

/// <summary>ARCHITECTURE.md names only what exists.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string[] Roots = ["", "service", "service/GrafanaGitOps.Service", "service/GrafanaGitOps.Protocol", "tests"];

    [Fact]
    public void Paths_and_types_that_the_page_names_exist()
    {
        var page = Path.Combine(Repository.Root, "ARCHITECTURE.md");
        Assert.SkipUnless(File.Exists(page), "ARCHITECTURE.md is not written yet.");
        var names = Backticked().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value).Distinct().ToList();

        var missing = names.Where(name => (IsPath(name) && !Exists(name)) || (TypeName().IsMatch(name) && !SourceTree.TypeNames.Contains(name)));

        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("Storage/Store.cs", true)]
    [InlineData("service/GrafanaGitOps.Protocol", true)]
    [InlineData("Sources/Gti", false)]
    public void Path_is_looked_for_from_the_root_and_from_the_projects(string path, bool exists) => Assert.Equal(exists, IsPath(path) && Exists(path));

    [Fact]
    public void Type_is_found_by_its_name()
    {
        Assert.Contains("QueryTable", SourceTree.TypeNames);
        Assert.DoesNotContain("NoSuchType", SourceTree.TypeNames);
    }

    private static bool IsPath(string name) => name.Contains('/', StringComparison.Ordinal) && PathName().IsMatch(name);

    /// <summary>From the root, or from inside a project, as a reader of that project's section would write it.</summary>
    private static bool Exists(string path) => Roots.Select(folder => Path.Combine(Repository.Root, folder, path.TrimEnd('/')))
        .Any(full => File.Exists(full) || Directory.Exists(full));

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Backticked();

    // Begins with a letter or a dot: URL paths such as /metrics name nothing in the checkout.
    [GeneratedRegex(@"\A[A-Za-z.][\w.-]*(/[\w.-]+)*/?\z")]
    private static partial Regex PathName();

    // Two capitals at least: other words are not types.
    [GeneratedRegex(@"\A[A-Z][a-z0-9]+([A-Z][a-z0-9]*)+\z")]
    private static partial Regex TypeName();
}
