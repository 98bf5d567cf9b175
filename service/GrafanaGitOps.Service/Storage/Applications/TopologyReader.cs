using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>Puts sources to their applications as both stream by.</summary>
/// <param name="matching">How many applications match in all.</param>
internal sealed class TopologyReader(long matching)
{
    private readonly List<(long Id, TopologyRow Row)> _applications = [];
    private readonly Dictionary<long, List<TopologySource>> _sources = [];

    public IEnumerable<long> Ids => _applications.Select(application => application.Id);

    /// <summary>Sorts what decides alone, and reads the details of those that are left.</summary>
    /// <param name="conditions">Over <c>applications a</c>.</param>
    public static string ApplicationsSql(string conditions) =>
        $"""
        SELECT a.id, a.cluster, a.operator, a.kind, a.namespace, a.name, a.environment, a.sync, a.health, a.suspended, a.message,
            d.commits_behind, a.resources_total, a.details
        FROM (SELECT a.id FROM applications a WHERE {conditions} ORDER BY {ApplicationOrder.WorstFirst} LIMIT @limit) AS found
        CROSS JOIN applications a
        LEFT JOIN application_delivery d ON d.application_id = a.id
        WHERE a.id = found.id ORDER BY {ApplicationOrder.WorstFirst}
        """;

    public static string SourcesSql(Dialect dialect) =>
        $"""
        SELECT s.application_id, s.repo_url, r.name, r.web_url, s.path, s.chart, s.target_revision,
            s.object_kind, s.object_namespace, s.object_name, s.desired, s.deployed
        FROM {dialect.IdRows("@ids")} AS k CROSS JOIN application_sources s LEFT JOIN repositories r ON r.id = s.repository_id
        WHERE s.application_id = k.value ORDER BY s.application_id, s.position
        """;

    public static string ResourcesSql(Dialect dialect) =>
        $"""
        SELECT r.application_id, r.resources FROM {dialect.IdRows("@ids")} AS k CROSS JOIN application_resources r
        WHERE r.application_id = k.value
        """;

    public void AddApplication(StoredRow row)
    {
        var id = row.GetInt64(0);
        _applications.Add((id, new TopologyRow
        {
            Id = id,
            Application = row.Application(1),
            Environment = row.Text(6),
            Sync = (SyncStatus)row.GetInt64(7),
            Health = (HealthStatus)row.GetInt64(8),
            Suspended = row.GetInt64(9) != 0,
            Message = row.Text(10),
            CommitsBehind = row.Number(11),
            ResourcesTotal = row.GetInt64(12),
            Parents = ApplicationDetails.Read(row.GetString(13)).Parents ?? [],
            Sources = _sources[id] = [],
        }));
    }

    public void AddSource(StoredRow row) => _sources[row.GetInt64(0)].Add(new TopologySource(
        row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6),
        row.Text(7) is { } kind && row.Text(9) is { } name ? new SourceReference(kind, row.Text(8) ?? "", name) : null,
        row.Text(10), row.Text(11)));

    public TopologyPage Finish() => new([.. _applications.Select(application => application.Row)], matching - _applications.Count);
}
