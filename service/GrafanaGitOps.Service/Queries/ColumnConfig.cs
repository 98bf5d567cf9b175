using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Service.Queries;

/// <summary>Settings that columns of several frames share.</summary>
internal static class ColumnConfig
{
    /// <summary>A link to the address in another column of the same row.</summary>
    public static FieldConfig Link(string title, string urlColumn) => new() { Links = [new DataLink(title, $"${{__data.fields.{urlColumn}}}")] };

    /// <summary>A link to <c>issue_url</c>, the first of the issues; null when no tracker is configured.</summary>
    public static FieldConfig? Issue(WebLinks links) => links.HasIssues ? Link("Show issue", "issue_url") : null;

    /// <summary>A duration in whole seconds.</summary>
    public static FieldConfig Seconds { get; } = new() { Unit = "s", Decimals = 0 };
}
