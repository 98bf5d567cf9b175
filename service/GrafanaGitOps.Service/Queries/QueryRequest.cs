using System.Globalization;
using System.Text;

namespace GrafanaGitOps.Service.Queries;

/// <summary>One question: which query, with which values, over which time.</summary>
public sealed record QueryRequest(QueryDefinition Definition)
{
    /// <summary>Start of the time range, inclusive; null for the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the time range, inclusive; null for the end.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Values by the name of their parameter; a parameter without values is left out.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The most rows.</summary>
    public required int Limit { get; init; }

    /// <summary>True when the alerting engine asks, which takes one number for each set of labels.</summary>
    public bool IsAlert { get; init; }

    /// <summary>The values of a list; empty means all.</summary>
    public IReadOnlyList<string> List(string parameter) => Values.GetValueOrDefault(parameter) ?? [];

    /// <summary>The value of a text; null when it is not given.</summary>
    public string? Text(string parameter) => Values.GetValueOrDefault(parameter)?[0];

    /// <summary>The value of a parameter with choices; the first choice when none is given.</summary>
    public string Choice(QueryParameter parameter) => Text(parameter.Name) ?? parameter.Choices[0];

    /// <summary>The same for every way to write the same question, and different for different ones.</summary>
    public string ToCanonicalString()
    {
        var text = new StringBuilder(Definition.Name);
        foreach (var (name, values) in Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            // Lengths keep values apart whatever characters they hold.
            var marked = values.Distinct().Order(StringComparer.Ordinal).Select(value => $"{value.Length}:{value}");
            text.Append(CultureInfo.InvariantCulture, $" {name}=").AppendJoin(',', marked);
        }

        if (Definition.HasTimeRange) text.Append(CultureInfo.InvariantCulture, $" from={From:O} to={To:O}");
        if (IsAlert) text.Append(" alert");
        return text.Append(CultureInfo.InvariantCulture, $" limit={Limit}").ToString();
    }
}
