using System.IO.Enumeration;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Environments;

/// <summary>Places applications in environments: configured rules, then conventions, then the fallback; the first that fits decides.</summary>
internal sealed class EnvironmentRules
{
    private readonly EnvironmentOptions _options;
    private readonly Dictionary<string, TimeSpan> _budgets = new(StringComparer.OrdinalIgnoreCase)
    {
        [EnvironmentNames.Development] = TimeSpan.FromMinutes(5),
        [EnvironmentNames.Staging] = TimeSpan.FromMinutes(15),
        [EnvironmentNames.Production] = TimeSpan.FromMinutes(30),
    };

    public EnvironmentRules(EnvironmentOptions options)
    {
        _options = options;
        foreach (var budget in options.Budgets) _budgets[budget.Environment] = budget.Budget;
    }

    /// <summary>The environment of an application, its budget, and what decided.</summary>
    public EnvironmentVerdict Decide(ApplicationState application)
    {
        for (var index = 0; index < _options.Rules.Count; index++)
        {
            var rule = _options.Rules[index];
            if (Fits(rule, application)) return Verdict(Environment(rule, application), $"rule {index + 1} ({Describe(rule)})");
        }

        if (_options.Conventions && EnvironmentConventions.Find(application) is { } found) return Verdict(found.Environment, found.Because);
        return Verdict(_options.Fallback, _options.Fallback is null ? "nothing fits" : "fallback");
    }

    /// <summary>The budget of an environment.</summary>
    public TimeSpan Budget(string? environment) => environment is null ? _options.DefaultBudget : _budgets.GetValueOrDefault(environment, _options.DefaultBudget);

    private EnvironmentVerdict Verdict(string? environment, string because) => new(environment, Budget(environment), because);

    private static bool Fits(EnvironmentRule rule, ApplicationState application) =>
        FitsLabel(rule.Label, application)
        && (rule.Path is null || application.Sources.Any(source => source.Path is not null && Matches(rule.Path, source.Path)))
        && (rule.Namespace is null || Matches(rule.Namespace, application.Destination.Namespace ?? application.Id.Namespace))
        && (rule.Project is null || (application.Project is { } project && Matches(rule.Project, project)))
        && (rule.Cluster is null || Clusters(application).Any(cluster => Matches(rule.Cluster, cluster)));

    private static IEnumerable<string> Clusters(ApplicationState application) =>
        new[] { application.Destination.Name, application.Destination.Server, application.Id.Cluster }.OfType<string>();

    private static bool FitsLabel(string? label, ApplicationState application)
    {
        if (label is null) return true;
        var equals = label.IndexOf('=');
        var key = (equals < 0 ? label : label[..equals]).Trim();
        return application.Labels.TryGetValue(key, out var value)
            && (equals < 0 ? value.Length > 0 : Matches(label[(equals + 1)..].Trim(), value));
    }

    private static string Environment(EnvironmentRule rule, ApplicationState application) =>
        string.IsNullOrWhiteSpace(rule.Environment) ? EnvironmentNames.Normalize(application.Labels[rule.Label!.Trim()]) : rule.Environment.Trim();

    private static string Describe(EnvironmentRule rule) => string.Join(", ",
        new[] { ("label", rule.Label), ("path", rule.Path), ("namespace", rule.Namespace), ("project", rule.Project), ("cluster", rule.Cluster) }
            .Where(part => part.Item2 is not null).Select(part => $"{part.Item1} {part.Item2}"));

    private static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern.Trim().Trim('/'), text.Trim('/'), ignoreCase: true);
}
