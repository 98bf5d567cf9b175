using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Architecture;

/// <summary>ARCHITECTURE.md and docs/decisions.md name only what exists.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string[] Roots = ["", "service", "service/GrafanaGitOps.Service", "service/GrafanaGitOps.Protocol", "tests"];

    [Theory]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("docs/decisions.md")]
    public void Paths_and_types_that_the_page_names_exist(string page)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, page));
        var names = Backticked().Matches(text).Select(match => match.Groups[1].Value).Distinct().ToList();

        names.Should().NotBeEmpty();
        names.Where(name => (IsPath(name) && !Exists(name)) || (TypeName().IsMatch(name) && !SourceTree.TypeNames.Contains(name))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Storage/Store.cs", true)]
    [InlineData("service/GrafanaGitOps.Protocol", true)]
    [InlineData("Sources/Gti", false)]
    public void Path_is_looked_for_from_the_root_and_from_the_projects(string path, bool exists) =>
        (IsPath(path) && Exists(path)).Should().Be(exists);

    [Fact]
    public void Type_is_found_by_its_name()
    {
        SourceTree.TypeNames.Should().Contain("QueryTable");
        SourceTree.TypeNames.Should().NotContain("NoSuchType");
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
