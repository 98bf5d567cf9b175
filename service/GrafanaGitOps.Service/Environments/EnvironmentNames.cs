using System.Collections.Frozen;

namespace GrafanaGitOps.Service.Environments;

/// <summary>The three environments that have budgets of their own, and what people call them.</summary>
internal static class EnvironmentNames
{
    public const string Development = "development";
    public const string Staging = "staging";
    public const string Production = "production";

    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["production"] = Production,
        ["prod"] = Production,
        ["prd"] = Production,
        ["live"] = Production,
        ["staging"] = Staging,
        ["stage"] = Staging,
        ["stag"] = Staging,
        ["stg"] = Staging,
        ["preprod"] = Staging,
        ["uat"] = Staging,
        ["development"] = Development,
        ["develop"] = Development,
        ["dev"] = Development,
        ["test"] = Development,
        ["testing"] = Development,
        ["qa"] = Development,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The environment that a word stands for; null when it is no alias.</summary>
    public static string? FromAlias(string word) => Aliases.GetValueOrDefault(word);

    /// <summary>The environment that a label names: an alias' one, else the label's value in lower case.</summary>
    public static string Normalize(string value) => FromAlias(value.Trim()) ?? value.Trim().ToLowerInvariant();

    /// <summary>The environment that a name ends with, or else begins with, as a part of its own: <c>web-prod</c>, <c>prod-eu-1</c>, <c>production</c>.</summary>
    public static string? FromName(string? name)
    {
        if (string.IsNullOrEmpty(name)) return null;
        var parts = name.Split('-', '_', '.');
        // Behind "pre" or "non", prod means something else.
        if (parts.Length > 1 && parts[^2] is "pre" or "non" or "not" && FromAlias(parts[^1]) == Production) return parts[^2] == "pre" ? Staging : null;
        if (parts[0] is "pre" or "non" or "not" && parts.Length > 1 && FromAlias(parts[1]) == Production) return parts[0] == "pre" ? Staging : null;
        return FromAlias(parts[^1]) ?? FromAlias(parts[0]);
    }
}
