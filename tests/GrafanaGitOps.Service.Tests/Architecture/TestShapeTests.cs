using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Architecture;

/// <summary>Rules of CONTRIBUTING.md for the tests themselves.</summary>
public sealed partial class TestShapeTests
{
    // In benchmarks a pause is part of the load.
    private static readonly string[] Waiting = ["tests/support/Wait.cs", "tests/benchmarks/"];

    [Fact]
    public void Tests_wait_in_one_place_and_never_sleep() =>
        SourceTree.Tests.Where(file => !Waiting.Any(place => file.Path.StartsWith(place, StringComparison.Ordinal)) && Sleep().IsMatch(file.Text))
            .Select(file => file.Path).Should().BeEmpty("tests/support/Wait.cs waits for the thing itself");

    [GeneratedRegex(@"\b(Thread\.Sleep|Task\.Delay|new\s+PeriodicTimer)\b")]
    private static partial Regex Sleep();
}
