using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>How Grafana shows a field (Grafana's <c>FieldConfig</c>); a property that is null is left out of the JSON.</summary>
public sealed record FieldConfig
{
    /// <summary>The header shown instead of the name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The same, but a name that a person gives the field in the panel wins over it.</summary>
    public string? DisplayNameFromDS { get; init; }

    /// <summary>Shown when a person points at the header.</summary>
    public string? Description { get; init; }

    /// <summary>A unit id of Grafana, such as <c>s</c> or <c>bytes</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>Digits after the decimal point, 0 to 65,535.</summary>
    public int? Decimals { get; init; }

    /// <summary>The smallest value of the scale.</summary>
    public double? Min { get; init; }

    /// <summary>The largest value of the scale.</summary>
    public double? Max { get; init; }

    /// <summary>The distance between points, in milliseconds.</summary>
    public double? Interval { get; init; }

    /// <summary>What is shown instead of certain values; the first that matches counts.</summary>
    public IReadOnlyList<ValueMapping>? Mappings { get; init; }

    /// <summary>Colours by size of the value.</summary>
    public Thresholds? Thresholds { get; init; }

    /// <summary>How the colour is chosen.</summary>
    public FieldColor? Color { get; init; }

    /// <summary>Links from a cell; <c>${__data.fields.url}</c> and the like are filled in by Grafana.</summary>
    public IReadOnlyList<DataLink>? Links { get; init; }

    /// <summary>Shown for a null.</summary>
    public string? NoValue { get; init; }

    /// <summary>Options of the panel, such as <c>{"width": 90}</c> of the table.</summary>
    public JsonObject? Custom { get; init; }

    /// <summary>Colours of the texts of an <see cref="EnumField"/>, same order; null for Grafana's own.</summary>
    [JsonIgnore]
    public IReadOnlyList<string>? EnumColors { get; init; }

    /// <summary>The texts of an <see cref="EnumField"/>, which are part of its config.</summary>
    [JsonInclude]
    internal FieldTypeConfig? Type { get; init; }
}

internal sealed record FieldTypeConfig(EnumTexts Enum);

internal sealed record EnumTexts(IReadOnlyList<string> Text, IReadOnlyList<string>? Color);

/// <summary>A link from a cell.</summary>
/// <param name="Title">The text of the link.</param>
/// <param name="Url">The target, with Grafana's variables.</param>
/// <param name="TargetBlank">Opens in a new tab.</param>
public sealed record DataLink(
    string Title, string Url, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool TargetBlank = true);
