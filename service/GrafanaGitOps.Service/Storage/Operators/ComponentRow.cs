using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Operators;

/// <summary>A row of <c>operator_components</c>.</summary>
internal sealed record ComponentRow
{
    private const string Table = "operator_components";

    private static readonly ColumnList<ComponentRow> Key = new()
    {
        { "cluster", row => row.Cluster },
        { "kind", row => row.Kind },
        { "namespace", row => row.Namespace },
        { "name", row => row.Name },
    };

    private static readonly ColumnList<ComponentRow> Values = new()
    {
        { "operator", row => row.Operator },
        { "component", row => row.Component },
        { "version", row => row.Version },
        { "image", row => row.Image },
        { "desired", row => row.Desired },
        { "ready", row => row.Ready },
        { "since", row => row.Since },
        { "message", row => row.Message },
        { "observed_at", row => row.ObservedAt },
    };

    public static ColumnList<ComponentRow> All { get; } = [.. Key, .. Values];

    public static RowStatement<ComponentRow> Insert { get; } = new(RowAction.Insert, Table, Key, Values);

    public static RowStatement<ComponentRow> Update { get; } = new(RowAction.Update, Table, Key, Values);

    public static RowStatement<ComponentRow> Delete { get; } = new(RowAction.Delete, Table, Key, []);

    public string Cluster { get; init; } = "";
    public string Operator { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Namespace { get; init; } = "";
    public string Name { get; init; } = "";
    public string? Component { get; init; }
    public string? Version { get; init; }
    public string? Image { get; init; }
    public long Desired { get; init; }
    public long Ready { get; init; }
    public long? Since { get; init; }
    public string? Message { get; init; }
    public long ObservedAt { get; init; }

    public static ComponentRow From(string cluster, string kind, OperatorComponent component, DateTimeOffset observed) => new()
    {
        Cluster = cluster,
        Operator = StoredText.Clean(component.Operator, StorageLimits.Key),
        Kind = kind,
        Namespace = StoredText.Clean(component.Namespace, StorageLimits.Key),
        Name = StoredText.Key(component.Name, "the component"),
        Component = Text(component.Component),
        Version = Text(component.Version),
        Image = Text(component.Image),
        Desired = component.Desired,
        Ready = component.Ready,
        Since = StoredMoment.Milliseconds(component.Since),
        Message = component.Message is null ? null : StoredText.Clean(component.Message, ApplicationLimits.Message),
        ObservedAt = observed.ToUnixTimeMilliseconds(),
    };

    /// <summary>Without the moment that passes while nothing happens.</summary>
    public ComponentRow WithoutMoment() => this with { ObservedAt = 0 };

    public OperatorComponent ToComponent() => new()
    {
        Cluster = Cluster,
        Operator = Operator,
        Kind = Kind,
        Namespace = Namespace,
        Name = Name,
        Component = Component,
        Version = Version,
        Image = Image,
        Desired = (int)Desired,
        Ready = (int)Ready,
        Since = StoredMoment.At(Since),
        Message = Message,
    };

    private static string? Text(string? text) => text is null ? null : StoredText.Clean(text, ApplicationLimits.Text);
}
