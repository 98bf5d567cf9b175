namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>What the paths of some applications name in the tables of commits. The empty path is a whole repository.</summary>
/// <param name="dialect">The database.</param>
/// <param name="applications">The parameter that holds the ids of the applications.</param>
internal sealed class ApplicationPathsSql(Dialect dialect, string applications)
{
    /// <summary>Ids of the commits that concern the applications, some more than once.</summary>
    public string CommitIds =>
        $"""
        SELECT cp.commit_id AS id FROM ({PathIds}) AS matching CROSS JOIN commit_paths cp WHERE cp.path_id = matching.id
        UNION ALL
        SELECT w.id FROM commits w WHERE w.repository_id IN ({WholeRepositories})
        """;

    // Ids of the stored paths that are one of the applications' paths or below one: '0' follows '/', so the range holds just what is below the folder.
    private string PathIds =>
        $"""
        SELECT p.id FROM ({Scope}) AS f CROSS JOIN paths p WHERE f.path <> '' AND p.path = f.path AND p.repository_id = f.repository_id
        UNION ALL
        SELECT p.id FROM ({Scope}) AS f CROSS JOIN paths p
        WHERE f.path <> '' AND p.path >= f.path || '/' AND p.path < f.path || '0'
            AND {dialect.WithoutIndex("p.repository_id")} = f.repository_id
        """;

    private string WholeRepositories => $"SELECT f.repository_id FROM ({Scope}) AS f WHERE f.path = ''";

    private string Scope =>
        $"""
        SELECT DISTINCT ap.repository_id, ap.path FROM {dialect.IdRows(applications)} AS k CROSS JOIN application_paths ap
        WHERE ap.application_id = k.value
        """;
}
