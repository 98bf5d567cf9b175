using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Documentation;

/// <summary>What the README and the plugin's own tell people to type, and to write into the configuration.</summary>
internal static partial class ReadmeFile
{
    /// <summary>Text in backticks that begins with one of these is a command.</summary>
    private static readonly string[] Beginnings =
        ["./scripts/", "gitops ", "kubectl ", "docker ", "docker-compose ", "node ", "npm ", "curl "];

    private static readonly string[] Texts =
        [.. new[] { "README.md", "plugin/README.md" }.Select(name => File.ReadAllText(Path.Combine(Repository.Root, name)))];

    /// <summary>Each command once, without comments. One that another begins with is a name of that one.</summary>
    public static IReadOnlyList<string> Commands { get; } = Find();

    /// <summary>The blocks of configuration as one file: they are parts of it.</summary>
    public static string Configuration { get; } = string.Concat(Blocks("yaml"));

    private static List<string> Find()
    {
        var lines = Blocks("sh").SelectMany(block => block.Split('\n')).Select(line => Comment().Replace(line, ""))
            .Where(line => line.Length > 0);
        var inText = Texts.SelectMany(text => Code().Matches(Block().Replace(text, ""))).Select(match => match.Groups["code"].Value)
            .Where(code => Array.Exists(Beginnings, beginning => code.StartsWith(beginning, StringComparison.Ordinal)));
        var all = lines.Concat(inText).Distinct().ToList();
        return [.. all.Where(one => !all.Exists(other => other.StartsWith(one + " ", StringComparison.Ordinal)))];
    }

    private static IEnumerable<string> Blocks(string language) =>
        Texts.SelectMany(text => Block().Matches(text)).Where(match => match.Groups["language"].Value == language)
            .Select(match => match.Groups["text"].Value);

    [GeneratedRegex("^```(?<language>\\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`(?<code>[^`\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\s+#.*$|\s+$")]
    private static partial Regex Comment();
}
