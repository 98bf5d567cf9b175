using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>The columns of a panel, from its queries through its transformations, and names in it that are none of them.</summary>
internal sealed partial class PanelColumns
{
    private readonly List<string> _unknown = [];

    /// <summary>Null where the names come from the data.</summary>
    private HashSet<string>? _columns;

    private PanelColumns(IEnumerable<string> columns) => _columns = [.. columns];

    /// <summary>Names that the panel mentions and that it does not have.</summary>
    public static IReadOnlyList<string> Unknown(JsonObject panel, IEnumerable<string> columns)
    {
        var state = new PanelColumns(columns);
        foreach (var step in DashboardFile.List(panel["transformations"])) state.Transform((string)step["id"]!, step["options"]!);
        foreach (var rule in DashboardFile.List(panel["fieldConfig"]!["overrides"])) state.CheckOverride(rule);
        return state._unknown;
    }

    private void Transform(string id, JsonNode options)
    {
        switch (id)
        {
            case "filterFieldsByName":
                Check(id, DashboardFile.Texts(options["include"]!["names"]));
                _columns = [.. DashboardFile.Texts(options["include"]!["names"])];
                break;
            case "organize":
                Check(id, Keys(options["indexByName"]).Concat(Keys(options["renameByName"])).Concat(Keys(options["excludeByName"])));
                // Overrides may use the old name as well as the new one.
                _columns!.UnionWith(options["renameByName"]!.AsObject().Select(pair => (string)pair.Value!));
                break;
            case "groupBy":
                Check(id, Keys(options["fields"]));
                _columns = [.. options["fields"]!.AsObject().SelectMany(field => Grouped(field.Key, field.Value!))];
                break;
            case "sortBy":
                Check(id, DashboardFile.List(options["sort"]).Select(sort => (string)sort["field"]!));
                break;
            case "formatTime":
                Check(id, [(string)options["timeField"]!]);
                break;
            case "groupingToMatrix":
                Check(id, [(string)options["columnField"]!, (string)options["rowField"]!, (string)options["valueField"]!]);
                _columns = null;
                break;
            case "configFromData":
                Check(id, DashboardFile.List(options["mappings"]).Select(mapping => (string)mapping["fieldName"]!));
                Check(id, [(string)options["applyTo"]!["options"]!]);
                break;
            default:
                _unknown.Add($"the transformation {id}, which this test does not know");
                break;
        }
    }

    private static IEnumerable<string> Grouped(string name, JsonNode field) => (string)field["operation"]! == "groupby"
        ? [name]
        : DashboardFile.Texts(field["aggregations"]).Select(aggregation => $"{name} ({aggregation})");

    private void CheckOverride(JsonObject rule)
    {
        var (id, options) = ((string)rule["matcher"]!["id"]!, (string)rule["matcher"]!["options"]!);
        Check("override", id == "byName" ? [options] : Names(options));
        foreach (var property in DashboardFile.List(rule["properties"]))
            Check($"link of {options}", DataField().Matches(property.ToJsonString()).Select(match => match.Groups["name"].Value));
    }

    /// <summary>The names in the patterns that the generator writes: one name, or all but some.</summary>
    private IEnumerable<string> Names(string pattern)
    {
        if (pattern == "/.*/") return [];
        var match = NamesPattern().Match(pattern);
        if (match.Success) return match.Groups["names"].Value.Split('|').Select(Regex.Unescape);
        _unknown.Add($"the pattern {pattern}, which this test does not know");
        return [];
    }

    private void Check(string where, IEnumerable<string> names)
    {
        if (_columns is not null) _unknown.AddRange(names.Where(name => !_columns.Contains(name)).Select(name => $"{where}: {name}"));
    }

    private static IEnumerable<string> Keys(JsonNode? node) => node?.AsObject().Select(pair => pair.Key) ?? [];

    [GeneratedRegex(@"\$\{__data\.fields\.(?<name>\w+)")]
    private static partial Regex DataField();

    [GeneratedRegex(@"^/\^(?:\(\?!\(\?:(?<names>.+)\)\$\)|(?<names>\w+)\$)/$")]
    private static partial Regex NamesPattern();
}
