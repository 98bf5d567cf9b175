using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>A row of <c>application_sources</c>.</summary>
internal sealed record SourceRow
{
    private const string Table = "application_sources";

    private static readonly ColumnList<SourceRow> Key = new()
    {
        { "application_id", row => row.ApplicationId },
        { "position", row => row.Position },
    };

    private static readonly ColumnList<SourceRow> Values = new()
    {
        { "repo_url", row => row.RepoUrl },
        { "repository_id", row => row.RepositoryId },
        { "path", row => row.Path },
        { "chart", row => row.Chart },
        { "target_revision", row => row.TargetRevision },
        { "ref", row => row.Ref },
        { "name", row => row.Name },
        { "values_files", row => row.ValuesFiles },
        { "object_kind", row => row.ObjectKind },
        { "object_namespace", row => row.ObjectNamespace },
        { "object_name", row => row.ObjectName },
        { "desired", row => row.Desired },
        { "deployed", row => row.Deployed },
        { "attempted", row => row.Attempted },
        { "desired_origin", row => row.DesiredOrigin },
        { "deployed_origin", row => row.DeployedOrigin },
        { "origin_url", row => row.OriginUrl },
        { "notice", row => row.Notice },
    };

    public static ColumnList<SourceRow> All { get; } = [.. Key, .. Values];

    public static RowStatement<SourceRow> Insert { get; } = new(RowAction.Insert, Table, Key, Values);

    public static RowStatement<SourceRow> Update { get; } = new(RowAction.Update, Table, Key, Values);

    public static RowStatement<SourceRow> Delete { get; } = new(RowAction.Delete, Table, Key, []);

    public long ApplicationId { get; init; }
    public long Position { get; init; }
    public string? RepoUrl { get; init; }
    public long? RepositoryId { get; init; }
    public string? Path { get; init; }
    public string? Chart { get; init; }
    public string? TargetRevision { get; init; }
    public string? Ref { get; init; }
    public string? Name { get; init; }
    public string? ValuesFiles { get; init; }
    public string? ObjectKind { get; init; }
    public string? ObjectNamespace { get; init; }
    public string? ObjectName { get; init; }
    public string? Desired { get; init; }
    public string? Deployed { get; init; }
    public string? Attempted { get; init; }
    public string? DesiredOrigin { get; init; }
    public string? DeployedOrigin { get; init; }
    public string? OriginUrl { get; init; }
    public string? Notice { get; init; }

    /// <summary>The sources after a look; a source that still has its URL keeps the repository that Delivery found for it.</summary>
    public static IReadOnlyList<SourceRow> From(IReadOnlyList<ApplicationSource> sources, IReadOnlyList<SourceRow> before) =>
    [
        .. sources.Take(ApplicationLimits.Sources).Select((source, position) =>
        {
            var (row, old) = (From(source, position), before.ElementAtOrDefault(position));
            return old?.RepoUrl == row.RepoUrl ? row with { RepositoryId = old?.RepositoryId } : row;
        }),
    ];

    private static SourceRow From(ApplicationSource source, int position) => new()
    {
        Position = position,
        RepoUrl = Text(source.RepoUrl),
        Path = Text(source.Path),
        Chart = Text(source.Chart),
        TargetRevision = Text(source.TargetRevision),
        Ref = Text(source.Ref),
        Name = Text(source.Name),
        ValuesFiles = StoredLists.Write(source.ValuesFiles, file => file),
        ObjectKind = Text(source.Object?.Kind),
        ObjectNamespace = Text(source.Object?.Namespace),
        ObjectName = Text(source.Object?.Name),
        Desired = Text(source.Desired?.Text),
        Deployed = Text(source.Deployed?.Text),
        Attempted = Text(source.Attempted?.Text),
        DesiredOrigin = Text(source.DesiredOrigin?.Text),
        DeployedOrigin = Text(source.DeployedOrigin?.Text),
        OriginUrl = Text(source.OriginUrl),
        Notice = source.Notice is null ? null : StoredText.Clean(source.Notice, ApplicationLimits.Message),
    };

    private static string? Text(string? text) => text is null ? null : StoredText.Clean(text, ApplicationLimits.Text);
}
