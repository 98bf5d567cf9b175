namespace GrafanaGitOps.Testing;

/// <summary>
/// Compares a whole output with a file in the checkout. A missing file fails. GITOPS_UPDATE_GOLDENS=1 writes the file
/// and still fails the test, so that no run that changed its own expectation is green; CI refuses the switch.
/// </summary>
internal static class Golden
{
    public static void Matches(string path, string actual) => Matches(path, System.Text.Encoding.UTF8.GetBytes(actual));

    public static void Matches(string path, ReadOnlySpan<byte> actual)
    {
        var file = Path.Combine(Repository.Root, "tests", path);
        if (Environment.GetEnvironmentVariable("GITOPS_UPDATE_GOLDENS") == "1")
        {
            if (Prerequisite.IsCi) Assert.Fail("GITOPS_UPDATE_GOLDENS is refused in CI.");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, actual.ToArray());
            Assert.Fail($"{path} was written; read it, then run without GITOPS_UPDATE_GOLDENS.");
        }

        File.Exists(file).Should().BeTrue($"{path} is not there: look at the output, then run once with GITOPS_UPDATE_GOLDENS=1.");
        var expected = File.ReadAllBytes(file);
        if (actual.SequenceEqual(expected)) return;
        if (IsText(expected)) System.Text.Encoding.UTF8.GetString(actual).Should().Be(System.Text.Encoding.UTF8.GetString(expected));
        Assert.Fail($"{path} has {expected.Length} bytes, the output {actual.Length}, and they differ first at byte {actual.CommonPrefixLength(expected)}.");
    }

    private static bool IsText(byte[] content) => !content.Contains((byte)0);
}
