using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Yaml;

namespace GrafanaGitOps.Service.Tests.Delivery.Paths;

/// <summary>Paths, patterns and YAML as texts.</summary>
public sealed class PathTextTests
{
    private const string Signs = ":-[]{}&*!|>'\"#%@`?,\n\t ";

    [Theory]
    [InlineData("apps/web", "../base", "apps/base")]
    [InlineData("apps/web", "./a//b/./c/", "apps/web/a/b/c")]
    [InlineData("apps/web", "../..", "")]
    [InlineData("apps/web", "../../..", null)]
    [InlineData("apps/web", "../../../apps", null)]
    [InlineData("apps/web", "/etc", null)]
    [InlineData("apps/web", "a\0b", null)]
    [InlineData("", "", "")]
    public void Reference_leads_to_a_path_of_the_repository_or_nowhere(string folder, string reference, string? expected) =>
        RepositoryPath.Combine(folder, reference).Should().Be(expected);

    [Fact]
    public void Reference_of_any_text_never_leaves_the_repository()
    {
        var parts = Gen.Elements("..", ".", "", "a", "b c", "...", "..a", "\\", "ü", "\n");
        var paths = Gen.ListOf(parts).Select(list => string.Join('/', list));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2_000),
            Prop.ForAll(Arb.From(paths), Arb.From(paths), (folder, reference) =>
                IsInside(RepositoryPath.Combine(folder, reference)) && IsInside(RepositoryPath.FromRoot(reference))
                && IsInside(RepositoryPath.Within(folder, reference))));
    }

    [Theory]
    [InlineData("apps/*/values.yaml", "apps/web/values.yaml", true)]
    [InlineData("apps/*/values.yaml", "apps/a/b/values.yaml", false)]
    [InlineData("apps/*", "apps/web/values.yaml", false)]
    [InlineData("*.yaml", "a.yaml", true)]
    [InlineData("*.yaml", "a/b.yaml", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("v[0-9].yaml", "v3.yaml", true)]
    [InlineData("v[^0-9].yaml", "v3.yaml", false)]
    [InlineData("v[^0-9].yaml", "vx.yaml", true)]
    [InlineData("a*b*c*d", "a1b2c3d", true)]
    [InlineData("*\\*", "a*", true)]
    [InlineData("a**b", "axyb", true)]
    [InlineData("*(+", "x(+", true)]
    public void Pattern_matches_as_Argo_CD_matches(string pattern, string path, bool matches)
    {
        PathGlob.TryParse(pattern, out var glob).Should().BeTrue();
        glob!.Matches(path).Should().Be(matches);
    }

    [Theory]
    [InlineData("plain/path")]
    [InlineData("a[")]
    [InlineData("a[]")]
    [InlineData("a[z")]
    [InlineData("a[-]")]
    [InlineData("a*\\")]
    public void Pattern_without_wildcards_or_that_is_broken_is_none(string pattern) => PathGlob.TryParse(pattern, out _).Should().BeFalse();

    [Theory]
    [InlineData(".", "apps/web", "apps/web", "")]
    [InlineData(".;../base", "apps/web", "apps/base apps/web", "")]
    [InlineData("/libs; ;./sub", "apps/web", "apps/web/sub libs", "")]
    [InlineData("../../../..", "apps/web", "(all)", "")]
    [InlineData("/values/*.yaml;../../values/common", "apps/web", "values/common", "values/*.yaml")]
    [InlineData("./*.yaml", null, "", "*.yaml")]
    public void Annotation_replaces_the_paths(string annotation, string? folder, string paths, string globs)
    {
        var answer = ManifestGeneratePaths.Read(annotation, folder);

        string.Join(' ', answer!.Paths.Paths.Select(path => path.Length == 0 ? "(all)" : path)).Should().Be(paths);
        string.Join(' ', answer.Paths.Globs.Select(glob => glob.Text)).Should().Be(globs);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ; ;")]
    public void Annotation_without_paths_is_none(string? annotation) => ManifestGeneratePaths.Read(annotation, "a").Should().BeNull();

    [Fact]
    public void Set_holds_nothing_twice_and_few_enough()
    {
        PathSet.Of(["a", "a/b", "a-b", "a/b/c", "b/c"]).Paths.Should().Equal("a", "a-b", "b/c");
        PathSet.Of(["a", ""]).Paths.Should().Equal("");
        var many = PathSet.Of(Enumerable.Range(0, PathLimits.Paths + 1).Select(i => $"many/{i % 3}/{i}").Append("few/a"));
        many.Paths.Should().Equal("few", "many/0", "many/1", "many/2");
    }

    /// <summary>Seeded damage to real kustomizations; whatever comes out, nothing is thrown and the time is bounded.</summary>
    [Fact]
    public void Damaged_kustomizations_are_read_or_refused()
    {
        var random = new Random(20261122);
        var folder = Path.Combine(Repository.Root, "tests/GrafanaGitOps.Service.Tests/Delivery/Paths/Cases");
        var files = Directory.GetFiles(folder, "*.y*ml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        var seeds = files.Select(File.ReadAllBytes).Where(bytes => bytes.Length is > 0 and < 10_000).ToList();
        var refused = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = Damage((byte[])seeds[random.Next(seeds.Count)].Clone(), seeds[random.Next(seeds.Count)], random);
            if (!YamlFile.TryRead(bytes, out var documents, out _)) refused++;
            IEnumerable<FileReference> references =
                [.. Kustomization.Read(documents), .. Kustomization.ReadPlugin(documents), .. HelmChart.Read(documents)];
            references.Where(reference => reference.Path is null).Should().BeEmpty();
        }

        refused.Should().BeInRange(1, 2_999);
    }

    [Fact]
    public void Deep_and_large_files_are_refused()
    {
        var stairs = string.Concat(Enumerable.Range(0, 1_000).Select(i => new string(' ', i) + "-\n"));
        var many = "[" + string.Concat(Enumerable.Repeat("x,", YamlFile.MostValues + 1)) + "]";
        foreach (var text in new[] { new string('[', 200_000), stairs, many, "? " + new string('{', 50_000) })
            YamlFile.TryRead(Encoding.UTF8.GetBytes(text), out _, out _).Should().BeFalse();
    }

    private static bool IsInside(string? path) => path is null or "" || path.Split('/').All(part => part is not ("" or "." or ".."));

    private static byte[] Damage(byte[] bytes, byte[] other, Random random)
    {
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] = (byte)Signs[random.Next(Signs.Length)]; break;
                case 2: bytes = [.. bytes[..at], .. other[..random.Next(other.Length)], .. bytes[at..]]; break;
                default: bytes = bytes.Length > 1 ? bytes[..Math.Max(1, at)] : bytes; break;
            }
        }

        return bytes;
    }

    [Theory]
    [InlineData("common/**/*.yaml", true, "common/a.yaml common/x/y/a.yaml", "common/a.yml other/common/a.yaml commonx/a.yaml")]
    [InlineData("envs/*/values-?.yaml", true, "envs/a/values-1.yaml", "envs/a/b/values-1.yaml envs/a/values-12.yaml")]
    [InlineData("{prod,test-*}.yaml", true, "prod.yaml test-a.yaml", "dev.yaml test-a/b.yaml")]
    [InlineData("[a-c][!0-9].yaml", true, "ax.yaml", "dx.yaml a1.yaml")]
    [InlineData("*.yaml", false, "a.yaml deep/down/a.yaml", "a.yml")]
    [InlineData("{*.yml,sub/*}", false, "x/a.yml sub/x/y", "a.yaml other/sub/x")]
    [InlineData(@"a\*.yaml", true, "a*.yaml", "ab.yaml")]
    public void Pattern_takes_what_argo_cd_takes(string pattern, bool hasFolders, string takes, string leaves)
    {
        var expression = GlobText.Translate(pattern, hasFolders)!;

        takes.Split(' ').Should().AllSatisfy(path => expression.IsMatch(path).Should().BeTrue(path));
        leaves.Split(' ').Should().AllSatisfy(path => expression.IsMatch(path).Should().BeFalse(path));
    }

    [Theory]
    [InlineData("https://example.com/v1.2.3/install.yaml", true)]
    [InlineData("github.com/owner/repository//base?ref=v2.0", true)]
    [InlineData("git@github.com:owner/repository.git?ref=0123abc", true)]
    [InlineData("https://example.com/manifests/install.yaml", false)]
    [InlineData("github.com/owner/repository//base?ref=main", false)]
    public void Url_is_pinned_where_it_names_a_version_or_commit(string url, bool expected) => FileReference.IsPinned(url).Should().Be(expected);

    [Theory]
    [InlineData("{a"), InlineData("[a"), InlineData(@"a\"), InlineData("[z-a]")]
    public void Text_that_is_no_pattern_is_none(string text) => GlobText.Translate(text, hasFolders: true).Should().BeNull();
}
