namespace GrafanaGitOps.Service.Environments;

/// <summary>Which environment an application belongs to, and how long its sync delay may be (<c>environments</c>).</summary>
public sealed class EnvironmentOptions
{
    /// <summary>Tried in this order before the conventions; the first that fits decides.</summary>
    public List<EnvironmentRule> Rules { get; set; } = [];

    /// <summary>
    /// Whether labels (<c>environment</c>, <c>env</c>, ...), folders and the ends of names (<c>prod</c>, <c>staging</c>, <c>dev</c>, ...) decide where no
    /// rule fits. Default true.
    /// </summary>
    public bool Conventions { get; set; } = true;

    /// <summary>The environment of applications that nothing else places. Default none.</summary>
    public string? Fallback { get; set; }

    /// <summary>Budgets of environments, in place of the defaults: development 5 minutes, staging 15, production 30.</summary>
    public List<EnvironmentBudget> Budgets { get; set; } = [];

    /// <summary>The budget of every other environment, and of applications without one. Default 30 minutes.</summary>
    public TimeSpan DefaultBudget { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Adds every mistake to <paramref name="errors"/>, each with its key under <paramref name="key"/>.</summary>
    public void Validate(string key, ICollection<string> errors)
    {
        for (var index = 0; index < Rules.Count; index++) Rules[index].Validate($"{key}.rules[{index}]", errors);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < Budgets.Count; index++)
        {
            var budget = Budgets[index];
            if (string.IsNullOrWhiteSpace(budget.Environment)) errors.Add($"{key}.budgets[{index}].environment must name an environment.");
            else if (!names.Add(budget.Environment)) errors.Add($"{key}.budgets[{index}].environment \"{budget.Environment}\" has a budget already: keep one.");
            CheckBudget($"{key}.budgets[{index}].budget", budget.Budget, errors);
        }

        CheckBudget($"{key}.defaultBudget", DefaultBudget, errors);
        if (Fallback is not null && string.IsNullOrWhiteSpace(Fallback)) errors.Add($"{key}.fallback must name an environment or be left out.");
    }

    private static void CheckBudget(string key, TimeSpan budget, ICollection<string> errors)
    {
        if (budget < TimeSpan.FromSeconds(1) || budget > TimeSpan.FromDays(365)) errors.Add($"{key} must be from 1s to 365d.");
    }
}

/// <summary>The longest sync delay that is normal for an environment (<c>environments.budgets[]</c>).</summary>
public sealed class EnvironmentBudget
{
    /// <summary>The environment; letter case does not matter.</summary>
    public string Environment { get; set; } = "";

    /// <summary>From 1 second to 365 days.</summary>
    public TimeSpan Budget { get; set; }
}

/// <summary>
/// A rule (<c>environments.rules[]</c>): an application to which everything fits that is given belongs to the environment. <c>*</c> stands for any
/// characters, also <c>/</c>, and <c>?</c> for one; letter case does not matter.
/// </summary>
public sealed class EnvironmentRule
{
    /// <summary>The environment. May be left out with a <see cref="Label"/> without value: then the label's value is the environment.</summary>
    public string? Environment { get; set; }

    /// <summary>A label of the application: <c>key</c>, or <c>key=value</c> with wildcards in the value.</summary>
    public string? Label { get; set; }

    /// <summary>Path of any of its sources, such as <c>clusters/prod-*</c>.</summary>
    public string? Path { get; set; }

    /// <summary>The namespace that it deploys to; where it names none, its own.</summary>
    public string? Namespace { get; set; }

    /// <summary>Its Argo CD project.</summary>
    public string? Project { get; set; }

    /// <summary>The cluster that it deploys to (name or server), or the one that holds it.</summary>
    public string? Cluster { get; set; }

    internal void Validate(string key, ICollection<string> errors)
    {
        if ((Label ?? Path ?? Namespace ?? Project ?? Cluster) is null)
            errors.Add($"{key} must have at least one of label, path, namespace, project and cluster.");
        if (Label is not null && Label.TrimStart().StartsWith('=')) errors.Add($"{key}.label must be KEY or KEY=VALUE.");
        if (string.IsNullOrWhiteSpace(Environment) && (Label is null || Label.Contains('=')))
            errors.Add($"{key}.environment must name an environment; only a label without value can stand for it.");
        foreach (var (name, value) in new[] { ("label", Label), ("path", Path), ("namespace", Namespace), ("project", Project), ("cluster", Cluster) })
            if (value is not null && string.IsNullOrWhiteSpace(value)) errors.Add($"{key}.{name} must not be empty: leave it out, or use * for any.");
    }
}
