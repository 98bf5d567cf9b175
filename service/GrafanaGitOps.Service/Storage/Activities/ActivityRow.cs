using System.Text.Json;
using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Activities;

/// <summary>A row of <c>activities</c>.</summary>
internal sealed record ActivityRow
{
    public const string Table = "activities";

    private const int LongestText = 1_000;

    /// <summary>Of each word of evidence.</summary>
    private const int LongestEvidence = 4_000;

    private static readonly ColumnList<ActivityRow> Identity = new()
    {
        { "at", row => row.At },
        { "source", row => row.Source },
        { "kind", row => row.Kind },
        { "key", row => row.Key },
    };

    private static readonly ColumnList<ActivityRow> Content = new()
    {
        { "title", row => row.Title },
        { "actor", row => row.Actor },
        { "failed", row => row.Failed },
        { "cluster", row => row.Cluster },
        { "object_kind", row => row.ObjectKind },
        { "namespace", row => row.Namespace },
        { "name", row => row.Name },
        { "repository", row => row.Repository },
        { "revision", row => row.Revision },
        { "evidence", row => row.Evidence },
    };

    public static ColumnList<ActivityRow> Columns { get; } = [.. Identity, .. Content];

    public static RowStatement<ActivityRow> Insert { get; } = new(RowAction.InsertIfAbsent, Table, Identity, Content);

    public long At { get; init; }
    public string Key { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Source { get; init; } = "";
    public string Title { get; init; } = "";
    public string? Actor { get; init; }
    public long? Failed { get; init; }
    public string? Cluster { get; init; }
    public string? ObjectKind { get; init; }
    public string? Namespace { get; init; }
    public string? Name { get; init; }
    public string? Repository { get; init; }
    public string? Revision { get; init; }
    public string Evidence { get; init; } = "{}";

    public static ActivityRow From(Activity activity) => new()
    {
        At = activity.At.ToUnixTimeMilliseconds(),
        Key = StoredText.Key(activity.Key, "the activity"),
        Kind = activity.Kind.ToString(),
        Source = StoredText.Key(activity.Source, "the source"),
        Title = StoredText.Clean(activity.Title, LongestText),
        Actor = Text(activity.Actor),
        Failed = activity.HasFailed is { } failed ? Convert.ToInt64(failed) : null,
        Cluster = Text(activity.Object?.Cluster),
        ObjectKind = Text(activity.Object?.Kind),
        Namespace = Text(activity.Object?.Namespace),
        Name = Text(activity.Object?.Name),
        Repository = Text(activity.Repository),
        Revision = Text(activity.Revision),
        Evidence = JsonSerializer.Serialize(
            activity.Evidence.ToDictionary(pair => StoredText.Clean(pair.Key, LongestText), pair => StoredText.Clean(pair.Value, LongestEvidence)),
            ActivityJson.Default.DictionaryStringString),
    };

    public Activity ToActivity() => new()
    {
        At = DateTimeOffset.FromUnixTimeMilliseconds(At),
        Kind = Enum.Parse<ActivityKind>(Kind),
        Source = Source,
        Key = Key,
        Title = Title,
        Actor = Actor,
        HasFailed = Failed is { } failed ? failed != 0 : null,
        Object = Cluster is null ? null : new ActivityObject(Cluster, ObjectKind!, Namespace!, Name!),
        Repository = Repository,
        Revision = Revision,
        Evidence = JsonSerializer.Deserialize(Evidence, ActivityJson.Default.DictionaryStringString)!,
    };

    private static string? Text(string? text) => text is null ? null : StoredText.Clean(text, LongestText);
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ActivityJson : JsonSerializerContext;
