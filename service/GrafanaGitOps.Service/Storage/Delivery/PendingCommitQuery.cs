using Dapper;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Delivery;

/// <summary>The SQL of commits that wait. Which ones is found in the small table alone; only those of the answer are looked up.</summary>
internal sealed class PendingCommitQuery
{
    private readonly Dialect _dialect;
    private readonly string _applications;
    private readonly SqlConditions _matching;

    public PendingCommitQuery(Dialect dialect, ApplicationFilter filter, string? search, int limit)
    {
        (_dialect, _matching) = (dialect, new SqlConditions(dialect, limit));
        _matching.AddSearch(search, ["m.subject", "n.name"]);
        _applications = new ApplicationConditions(dialect, filter with { IncludeDeleted = false }, Parameters).Ids;
    }

    public DynamicParameters Parameters => _matching.Parameters;

    /// <summary>Each row a <see cref="PendingCommitRow"/>, then its application.</summary>
    public string Sql =>
        $"""
        SELECT a.environment, a.budget, a.suspended, r.name AS repository, {_dialect.ToHex("c.sha")} AS sha, p.name AS author,
            c.change_type, c.scope, c.breaking, c.pull_request, c.issue_keys, c.subject, w.merged_at AS merged,
            a.cluster, a.operator, a.kind, a.namespace, a.name
        FROM (
            SELECT k.application_id, k.commit_id, k.merged_at FROM pending_commits k WHERE k.application_id IN ({_applications})
            {Matching} ORDER BY k.merged_at, k.application_id, k.commit_id LIMIT @limit) AS w
        CROSS JOIN applications a CROSS JOIN commits c CROSS JOIN people p CROSS JOIN repositories r
        WHERE a.id = w.application_id AND c.id = w.commit_id AND p.id = c.author_id AND r.id = c.repository_id
        ORDER BY w.merged_at, w.application_id, w.commit_id
        """;

    private string Matching => _matching.IsEmpty
        ? ""
        : $"""
            AND EXISTS (
                SELECT 1 FROM commits m JOIN people n ON n.id = m.author_id WHERE m.id = k.commit_id AND {_matching.Sql})
            """;
}
