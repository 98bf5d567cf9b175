using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>
/// Puts values in the place of a dashboard's variables, as Grafana and the front end do: PromQL gets texts in the format that is asked for,
/// the lists of our queries get one entry for each value, and "All" of a variable that stands for no filter leaves none.
/// </summary>
internal sealed partial class Interpolation
{
    public const string All = "$__all";

    private readonly Dictionary<string, IReadOnlyList<string>> _values = new()
    {
        ["__rate_interval"] = ["1m"],
        ["__interval"] = ["15s"],
        ["__range"] = ["3h"],
        ["__url_time_range"] = ["from=now-3h&to=now"],
    };

    /// <summary>Gives a variable its values, in which earlier ones may stand.</summary>
    public Interpolation Set(string name, params IEnumerable<string> values)
    {
        _values[name] = [.. values.Select(Text)];
        return this;
    }

    /// <summary>A text with values in the place of names; an unknown name fails the test.</summary>
    public string Text(string text) => Reference().Replace(text, match => Shown(match.Groups["name"].Value, match.Groups["format"].Value));

    /// <summary>A query as the companion gets it.</summary>
    public JsonObject Query(JsonObject saved)
    {
        var query = new JsonObject();
        foreach (var (field, value) in saved)
        {
            query[field] = value switch
            {
                JsonArray list => new JsonArray([.. DashboardFile.Texts(list).SelectMany(Entries).Distinct().Select(one => (JsonNode)one)]),
                JsonValue single when single.TryGetValue<string>(out var text) => Text(text),
                _ => value?.DeepClone(),
            };
        }

        return query;
    }

    /// <summary>What one entry of a list becomes.</summary>
    public IEnumerable<string> Entries(string entry)
    {
        var reference = Reference().Match(entry);
        if (!reference.Success) return [entry];
        reference.Length.Should().Be(entry.Length, $"\"{entry}\" is more than a variable; this test does not know what becomes of it.");
        return Values(reference.Groups["name"].Value).Where(value => value is not ("" or All));
    }

    private string Shown(string name, string format) => format switch
    {
        "" when Values(name) is [var only] => only,
        "raw" when Values(name) is [var only] => only,
        "pipe" => string.Join('|', Values(name)),
        _ => throw new InvalidOperationException(
            $"${{{name}:{format}}} with {Values(name).Count} values: this test does not know what Grafana makes of it."),
    };

    private IReadOnlyList<string> Values(string name) =>
        _values.TryGetValue(name, out var values) ? values : throw new InvalidOperationException($"There is no variable \"{name}\".");

    // $__all is a value, not a name.
    [GeneratedRegex(@"\$(?!__all\b)(?:(?<name>[A-Za-z_]\w*)|\{(?<name>[A-Za-z_]\w*)(?::(?<format>\w+))?\})")]
    private static partial Regex Reference();
}
