using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Service.Queries;

/// <summary>Settings that columns of several frames share.</summary>
internal static class ColumnConfig
{
    /// <summary>A link to the address in another column of the same row.</summary>
    public static FieldConfig Link(string title, string urlColumn) => new() { Links = [new DataLink(title, $"${{__data.fields.{urlColumn}}}")] };

    /// <summary>A duration in whole seconds.</summary>
    public static FieldConfig Seconds { get; } = new() { Unit = "s", Decimals = 0 };
}
