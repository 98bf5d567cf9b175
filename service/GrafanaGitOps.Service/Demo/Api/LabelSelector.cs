using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Demo.Api;

/// <summary>The selectors <c>key=value</c> and <c>key in (a, b)</c>, several with commas between them.</summary>
internal sealed partial class LabelSelector
{
    private readonly List<(string Key, string[] Values)> _terms = [];

    /// <summary>Null for what this small server does not understand.</summary>
    public static LabelSelector? Parse(string text)
    {
        var selector = new LabelSelector();
        for (var rest = text.Trim(); rest.Length > 0;)
        {
            if (Term().Match(rest) is not { Success: true } term) return null;
            var values = term.Groups["set"].Success ? term.Groups["set"].Value : term.Groups["value"].Value;
            selector._terms.Add((term.Groups["key"].Value, values.Split(',', StringSplitOptions.TrimEntries)));
            rest = rest[term.Length..];
        }

        return selector;
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels) =>
        _terms.TrueForAll(term => labels.TryGetValue(term.Key, out var value) && term.Values.Contains(value, StringComparer.Ordinal));

    [GeneratedRegex(@"\A(?<key>[A-Za-z0-9./_-]+)\s*(==?\s*(?<value>[A-Za-z0-9._-]*)|in\s*\((?<set>[^()]*)\))\s*(,\s*|\z)")]
    private static partial Regex Term();
}
