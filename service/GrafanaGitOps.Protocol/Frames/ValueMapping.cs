namespace GrafanaGitOps.Protocol.Frames;

/// <summary>What Grafana shows instead of certain values of a field.</summary>
public abstract record ValueMapping
{
    private protected ValueMapping()
    {
    }
}

/// <summary>Single values, by their text; in the order in which Grafana lists them.</summary>
/// <param name="Values">Value and what stands for it.</param>
public sealed record ValueTextMapping(IReadOnlyList<KeyValuePair<string, ValueLook>> Values) : ValueMapping;

/// <summary>Numbers from one to another, both inclusive; null leaves an end open.</summary>
/// <param name="From">The smallest.</param>
/// <param name="To">The largest.</param>
/// <param name="Look">What stands for them.</param>
public sealed record ValueRangeMapping(double? From, double? To, ValueLook Look) : ValueMapping;

/// <summary>Values that have no text to name them by.</summary>
/// <param name="Match">Which.</param>
/// <param name="Look">What stands for them.</param>
public sealed record SpecialValueMapping(SpecialValue Match, ValueLook Look) : ValueMapping;

/// <summary>What stands for a value.</summary>
/// <param name="Text">Null shows the value itself.</param>
/// <param name="Color">A colour name of Grafana or <c>#rrggbb</c>; null for none.</param>
public readonly record struct ValueLook(string? Text, string? Color = null);

/// <summary>Values that a <see cref="SpecialValueMapping"/> matches.</summary>
public enum SpecialValue
{
    /// <summary>The truth value.</summary>
    True,

    /// <summary>The truth value.</summary>
    False,

    /// <summary>No value.</summary>
    Null,

    /// <summary>Not a number.</summary>
    NaN,

    /// <summary>Either of the two.</summary>
    NullOrNaN,

    /// <summary>A text without characters.</summary>
    Empty,
}

/// <summary>Colours by size of the value.</summary>
/// <param name="Steps">Ascending; the first has no value and holds below the second.</param>
/// <param name="Percentage">The values are percent of the way from <see cref="FieldConfig.Min"/> to <see cref="FieldConfig.Max"/>.</param>
public sealed record Thresholds(IReadOnlyList<Threshold> Steps, bool Percentage = false);

/// <summary>From which value on a colour holds.</summary>
/// <param name="Value">Null for the first step.</param>
/// <param name="Color">A colour name of Grafana or <c>#rrggbb</c>.</param>
public readonly record struct Threshold(double? Value, string Color);

/// <summary>How the colour of a field is chosen.</summary>
/// <param name="Mode">A mode of Grafana, such as <c>fixed</c>, <c>thresholds</c> or <c>palette-classic</c>.</param>
/// <param name="Fixed">The colour of the mode <c>fixed</c>.</param>
public sealed record FieldColor(string Mode, string? Fixed = null);
