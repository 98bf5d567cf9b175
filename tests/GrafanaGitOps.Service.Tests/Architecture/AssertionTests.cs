using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Architecture;

/// <summary>Tests say what they expect with FluentAssertions; xunit's own ends a test that cannot go on.</summary>
public sealed partial class AssertionTests
{
    [Fact]
    public void Tests_assert_with_one_library()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)).ToList();
        tests.Should().NotBeEmpty();

        tests.SelectMany(path => OfXunit(File.ReadAllText(path)).Select(call => $"{Path.GetRelativePath(Repository.Root, path)}: {call}")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Xunit." + nameof(Assert) + ".Equal (1, 1);", "Assert.Equal")]
    [InlineData(nameof(Assert) + "\n    .ThrowsAsync<Exception>(run);", "Assert.ThrowsAsync")]
    [InlineData("using static Xunit." + nameof(Assert) + ";", "Assert")]
    [InlineData("Assert.Fail(\"no\"); Assert.SkipUnless(can, \"no\"); // Assert.", null)]
    public void Assertion_of_xunit_is_found(string code, string? call) => OfXunit(code).Should().Equal(call is null ? [] : [call]);

    private static IEnumerable<string> OfXunit(string code) => XunitCall().Matches(code).Select(match => Spaces().Replace(match.Value, ""))
        .Concat(StaticImport().Matches(code).Select(_ => "Assert"));

    [GeneratedRegex(@"\bAssert\s*\.\s*(?!Fail\b|Skip)[A-Z]\w+(?=\s*[<(])")]
    private static partial Regex XunitCall();

    [GeneratedRegex(@"using\s+static\s+Xunit\.Assert\s*;")]
    private static partial Regex StaticImport();

    [GeneratedRegex(@"\s")]
    private static partial Regex Spaces();
}
