using System.Text.Json.Nodes;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>Values of a dashboard's variables that fit the sample applications.</summary>
internal static class SampleValues
{
    public static Interpolation Of(DashboardFile file) => Of(file, new Dictionary<string, string[]>
    {
        ["cluster"] = ["main", "edge"],
        ["environment"] = ["production"],
        ["application"] = ["web"],
        ["namespace"] = ["shop"],
    });

    /// <summary>Values of lists as given, the first choice of others, and no filter where nothing is given.</summary>
    public static Interpolation Of(DashboardFile file, IReadOnlyDictionary<string, string[]> given)
    {
        var values = new Interpolation();
        // A choice may hold variables that stand behind it.
        foreach (var variable in file.Variables.OrderBy(variable => (string)variable["type"]! == "custom"))
        {
            var name = (string)variable["name"]!;
            values.Set(name, given.TryGetValue(name, out var chosen) ? chosen : Default(variable));
        }

        return values;
    }

    private static string[] Default(JsonObject variable) => (string)variable["type"]! switch
    {
        "custom" => [(string)variable["current"]!["value"]!],
        "query" => [Interpolation.All],
        "datasource" => [(string)variable["current"]!["value"]!],
        "textbox" => [""],
        var type => throw new InvalidOperationException($"There is no value for a variable of the type {type}."),
    };
}
