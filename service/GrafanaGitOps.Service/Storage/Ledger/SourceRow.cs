using System.Text.Json;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>A row of <c>application_sources</c>.</summary>
internal sealed record SourceRow
{
    public static RowTable<SourceRow> Table { get; } = RowTable<SourceRow>.Of("application_sources", nameof(ApplicationId), nameof(Position));

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
    public string? Build { get; init; }
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

    public SourceReference? Object => ObjectKind is null ? null : new SourceReference(ObjectKind, ObjectNamespace ?? "", ObjectName ?? "");

    public ApplicationSource ToSource() => new()
    {
        RepoUrl = RepoUrl,
        Path = Path,
        Chart = Chart,
        TargetRevision = TargetRevision,
        Ref = Ref,
        Name = Name,
        ValuesFiles = StoredLists.Read(ValuesFiles),
        Build = Build is null ? null : JsonSerializer.Deserialize(Build, StoredJson.Types.SourceBuild),
        Object = Object,
        Desired = RevisionRef.Parse(Desired),
        Deployed = RevisionRef.Parse(Deployed),
        Attempted = RevisionRef.Parse(Attempted),
        DesiredOrigin = RevisionRef.Parse(DesiredOrigin),
        DeployedOrigin = RevisionRef.Parse(DeployedOrigin),
        OriginUrl = OriginUrl,
        Notice = Notice,
    };

    private static SourceRow From(ApplicationSource source, int position) => new()
    {
        Position = position,
        RepoUrl = StoredText.Short(source.RepoUrl),
        Path = StoredText.Short(source.Path),
        Chart = StoredText.Short(source.Chart),
        TargetRevision = StoredText.Short(source.TargetRevision),
        Ref = StoredText.Short(source.Ref),
        Name = StoredText.Short(source.Name),
        ValuesFiles = StoredLists.Write(source.ValuesFiles, file => file),
        Build = source.Build is null ? null : JsonSerializer.Serialize(source.Build, StoredJson.Types.SourceBuild),
        ObjectKind = StoredText.Short(source.Object?.Kind),
        ObjectNamespace = StoredText.Short(source.Object?.Namespace),
        ObjectName = StoredText.Short(source.Object?.Name),
        Desired = StoredText.Short(source.Desired?.Text),
        Deployed = StoredText.Short(source.Deployed?.Text),
        Attempted = StoredText.Short(source.Attempted?.Text),
        DesiredOrigin = StoredText.Short(source.DesiredOrigin?.Text),
        DeployedOrigin = StoredText.Short(source.DeployedOrigin?.Text),
        OriginUrl = StoredText.Short(source.OriginUrl),
        Notice = StoredText.Message(source.Notice),
    };
}
