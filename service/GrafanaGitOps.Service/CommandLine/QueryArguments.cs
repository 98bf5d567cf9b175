using System.CommandLine;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Queries;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>The options of one query, made from its parameters.</summary>
internal sealed class QueryArguments
{
    private readonly QueryDefinition _definition;
    private readonly Dictionary<string, Option<string[]>> _options = [];
    private readonly Option<string?> _to = new("--to") { Description = "End of the time range, in the forms of --from; default now" };
    private readonly Option<string?> _from = new("--from")
    {
        Description = "Start of the time range: 7d (ago), 2026-01-31 or 2026-01-31T12:00:00Z; default the beginning",
    };

    public QueryArguments(QueryDefinition definition, Command command)
    {
        _definition = definition;
        foreach (var parameter in definition.Parameters.Where(parameter => parameter.IsApplied))
        {
            var help = parameter.Choices.Count > 0 ? $"{parameter.Help}: {string.Join(", ", parameter.Choices)}" : parameter.Help;
            if (parameter.Kind == ParameterKind.List) help += "; may be given several times";
            command.Add(_options[parameter.Name] = new Option<string[]>("--" + parameter.Option) { Description = help });
        }

        if (!definition.HasTimeRange) return;
        command.Add(_from);
        command.Add(_to);
    }

    /// <summary>The question; every mistake at once in one <see cref="ConfigurationException"/>.</summary>
    public QueryRequest Read(ParseResult parsed, QueryOptions limits, DateTimeOffset now)
    {
        var errors = new List<string>();
        var values = new Dictionary<string, IReadOnlyList<string>>();
        var limit = Math.Min(_definition.DefaultLimit ?? limits.DefaultLimit, limits.MaxRows);
        foreach (var parameter in _definition.Parameters)
        {
            if (!_options.TryGetValue(parameter.Name, out var option) || parsed.GetValue(option) is not { Length: > 0 } given) continue;
            if (parameter.Kind != ParameterKind.List && given.Length > 1) errors.Add($"{option.Name} may be given once.");
            errors.AddRange(given.Select(parameter.Problem).OfType<string>().Select(problem => $"{option.Name} {problem}"));
            if (parameter.Kind != ParameterKind.Count) values[parameter.Name] = given;
            else if (!int.TryParse(given[^1], out limit) || limit < 1 || limit > limits.MaxRows)
                errors.Add($"{option.Name} must be a whole number from 1 to {limits.MaxRows}, not \"{given[^1]}\".");
        }

        var request = new QueryRequest(_definition) { Values = values, Limit = limit, From = ReadTime(_from), To = ReadTime(_to) };
        return errors.Count == 0 ? request : throw new ConfigurationException(errors);

        DateTimeOffset? ReadTime(Option<string?> option)
        {
            if (!_definition.HasTimeRange || parsed.GetValue(option) is not { } text) return null;
            if (TimeArgument.TryParse(text, now, out var moment)) return moment;
            errors.Add($"{option.Name} must be a duration such as 7d, or a time such as 2026-01-31 or 2026-01-31T12:00:00Z, not \"{text}\".");
            return null;
        }
    }
}
