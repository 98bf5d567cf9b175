namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>What a field of a spec means for the files that an application is made of.</summary>
internal enum FieldMeaning
{
    /// <summary>Says where the files are, and at which revision.</summary>
    Place,

    /// <summary>Names or chooses files that count; Delivery follows it.</summary>
    Files,

    /// <summary>Leaves files out, which count here all the same: a commit may count that changes nothing, and none is missed.</summary>
    Narrows,

    /// <summary>Is rendered as it stands in the object, whose own change is no commit of the source.</summary>
    Inline,

    /// <summary>Is read from the cluster: commits that change it count for the application that applies it.</summary>
    Cluster,

    /// <summary>Says how and when manifests are applied, not what they are made of.</summary>
    Behaviour,

    /// <summary>May bring in files that cannot be known from here: commits are never known exactly.</summary>
    Unknowable,
}

/// <summary>For every field of the spec of one kind what it means for the files that count. A field stands for all that is below it.</summary>
/// <param name="Kind">Kubernetes kind.</param>
/// <param name="Fields">Paths such as <c>source.helm.valueFiles</c>; items of lists have no part of their own.</param>
internal sealed record SpecTable(string Kind, IReadOnlyDictionary<string, FieldMeaning> Fields)
{
    /// <summary>A table of fields by what they mean, with blanks between them.</summary>
    public static SpecTable Of(string kind, params IEnumerable<(FieldMeaning Meaning, string Fields)> rows) => new(
        kind, rows.SelectMany(row => row.Fields.Split(' ').Select(field => (field, row.Meaning))).ToDictionary(pair => pair.field, pair => pair.Meaning, StringComparer.Ordinal));

    /// <summary>What the field means; null when neither it nor what it is in is named.</summary>
    public FieldMeaning? Find(string field)
    {
        for (; field.Length > 0; field = field[..Math.Max(0, field.LastIndexOf('.'))])
            if (Fields.TryGetValue(field, out var meaning)) return meaning;
        return null;
    }
}
