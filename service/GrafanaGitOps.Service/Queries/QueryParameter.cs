namespace GrafanaGitOps.Service.Queries;

/// <summary>Something that a query can be asked.</summary>
/// <param name="Name">The field of the query's JSON, such as <c>repositories</c>.</param>
/// <param name="Option">The command line's option without dashes, such as <c>repository</c>.</param>
/// <param name="Kind">What a value looks like.</param>
/// <param name="Help">One line.</param>
public sealed record QueryParameter(string Name, string Option, ParameterKind Kind, string Help)
{
    /// <summary>The resource that lists the values to choose from; null when there is none.</summary>
    public string? Resource { get; init; }

    /// <summary>True when a <c>!</c> in front of a value leaves it out.</summary>
    public bool CanExclude { get; init; }

    /// <summary>False when the query takes the filter, as every query does, but has no use for it yet: it then says so in its answer.</summary>
    public bool IsApplied { get; init; } = true;

    /// <summary>The only values that it takes; empty when it takes any. Where one is taken and none is given, the first holds.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>A list whose values the resource of the same name offers.</summary>
    public static QueryParameter Listed(string name, string option, string help) => new(name, option, ParameterKind.List, help) { Resource = name };

    /// <summary>One of a few texts; the first when none is given.</summary>
    public static QueryParameter Choice(string name, string option, string help, params IReadOnlyList<string> choices) =>
        new(name, option, ParameterKind.Text, help) { Choices = choices };

    /// <summary>What is wrong with a value, to stand behind the parameter's name; null when nothing is.</summary>
    internal string? Problem(string value) =>
        Choices.Count == 0 || Choices.Contains(value) ? null : $"must be one of {string.Join(", ", Choices)}, not \"{value}\".";
}

/// <summary>What a parameter's value looks like.</summary>
public enum ParameterKind
{
    /// <summary>Any of several texts; none means all.</summary>
    List,

    /// <summary>One text.</summary>
    Text,

    /// <summary>A whole number from 1.</summary>
    Count,
}
