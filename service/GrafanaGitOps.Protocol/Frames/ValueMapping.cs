using System.Text.Json.Serialization;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>What Grafana shows instead of certain values of a field.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ValueTextMapping), "value")]
[JsonDerivedType(typeof(ValueRangeMapping), "range")]
[JsonDerivedType(typeof(SpecialValueMapping), "special")]
public abstract record ValueMapping
{
    private protected ValueMapping()
    {
    }
}

/// <summary>Single values, by their text; in the order in which Grafana lists them.</summary>
/// <param name="Values">Value and what stands for it.</param>
public sealed record ValueTextMapping([property: JsonIgnore] IReadOnlyList<KeyValuePair<string, ValueLook>> Values) : ValueMapping
{
    /// <summary>Grafana's form, in which each has its place in the list.</summary>
    [JsonInclude]
    internal OrderedDictionary<string, MappingResult> Options =>
        new(Values.Select((value, index) => KeyValuePair.Create(value.Key, MappingResult.Of(value.Value, index))));
}

/// <summary>Numbers from one to another, both inclusive; null leaves an end open.</summary>
/// <param name="From">The smallest.</param>
/// <param name="To">The largest.</param>
/// <param name="Look">What stands for them.</param>
public sealed record ValueRangeMapping(
    [property: JsonIgnore] double? From, [property: JsonIgnore] double? To, [property: JsonIgnore] ValueLook Look) : ValueMapping
{
    /// <summary>Grafana's form.</summary>
    [JsonInclude]
    internal MappingOptions Options => new(null, From, To, MappingResult.Of(Look));
}

/// <summary>Values that have no text to name them by.</summary>
/// <param name="Match">Which.</param>
/// <param name="Look">What stands for them.</param>
public sealed record SpecialValueMapping([property: JsonIgnore] SpecialValue Match, [property: JsonIgnore] ValueLook Look) : ValueMapping
{
    /// <summary>Grafana's form.</summary>
    [JsonInclude]
    internal MappingOptions Options => new(Match, null, null, MappingResult.Of(Look));
}

internal sealed record MappingOptions(SpecialValue? Match, double? From, double? To, MappingResult Result);

internal sealed record MappingResult(string? Text, string? Color, int Index)
{
    public static MappingResult Of(ValueLook look, int index = 0) => new(look.Text, look.Color, index);
}

/// <summary>What stands for a value.</summary>
/// <param name="Text">Null shows the value itself.</param>
/// <param name="Color">A colour name of Grafana or <c>#rrggbb</c>; null for none.</param>
public readonly record struct ValueLook(string? Text, string? Color = null);

/// <summary>Values that a <see cref="SpecialValueMapping"/> matches.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SpecialValue>))]
public enum SpecialValue
{
    /// <summary>The truth value.</summary>
    [JsonStringEnumMemberName("true")]
    True,

    /// <summary>The truth value.</summary>
    [JsonStringEnumMemberName("false")]
    False,

    /// <summary>No value.</summary>
    [JsonStringEnumMemberName("null")]
    Null,

    /// <summary>Not a number.</summary>
    [JsonStringEnumMemberName("nan")]
    NaN,

    /// <summary>Either of the two.</summary>
    [JsonStringEnumMemberName("null+nan")]
    NullOrNaN,

    /// <summary>A text without characters.</summary>
    [JsonStringEnumMemberName("empty")]
    Empty,
}

/// <summary>Colours by size of the value.</summary>
/// <param name="Steps">Ascending; the first has no value and holds below the second.</param>
/// <param name="Percentage">The values are percent of the way from <see cref="FieldConfig.Min"/> to <see cref="FieldConfig.Max"/>.</param>
public sealed record Thresholds(IReadOnlyList<Threshold> Steps, [property: JsonIgnore] bool Percentage = false)
{
    [JsonInclude]
    [JsonPropertyOrder(-1)]
    internal string Mode => Percentage ? "percentage" : "absolute";
}

/// <summary>From which value on a colour holds.</summary>
/// <param name="Value">Null for the first step.</param>
/// <param name="Color">A colour name of Grafana or <c>#rrggbb</c>.</param>
public readonly record struct Threshold([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Value, string Color);

/// <summary>How the colour of a field is chosen.</summary>
/// <param name="Mode">A mode of Grafana, such as <c>fixed</c>, <c>thresholds</c> or <c>palette-classic</c>.</param>
/// <param name="Fixed">The colour of the mode <c>fixed</c>.</param>
public sealed record FieldColor(string Mode, [property: JsonPropertyName("fixedColor")] string? Fixed = null);
