namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>What the paths of some applications name in the tables of commits. The empty path is a whole repository.</summary>
internal static class ApplicationPathsSql
{
    /// <summary>Ids of the commits that concern the applications, some more than once.</summary>
    /// <param name="dialect">The database.</param>
    /// <param name="applications">The parameter that holds the ids of the applications.</param>
    public static string CommitIds(Dialect dialect, string applications)
    {
        var scope =
            $"""
            SELECT DISTINCT ap.repository_id, ap.path FROM {dialect.IdRows(applications)} AS k CROSS JOIN application_paths ap
            WHERE ap.application_id = k.value
            """;
        // Ids of the stored paths that are one of the applications' paths or below one: '0' follows '/', so the range holds just what is below the folder.
        return $"""
            SELECT cp.commit_id AS id FROM (
                SELECT p.id FROM ({scope}) AS f CROSS JOIN paths p WHERE f.path <> '' AND p.path = f.path AND p.repository_id = f.repository_id
                UNION ALL
                SELECT p.id FROM ({scope}) AS f CROSS JOIN paths p
                WHERE f.path <> '' AND p.path >= f.path || '/' AND p.path < f.path || '0'
                    AND {dialect.WithoutIndex("p.repository_id")} = f.repository_id) AS matching
            CROSS JOIN commit_paths cp WHERE cp.path_id = matching.id
            UNION ALL
            SELECT w.id FROM commits w WHERE w.repository_id IN (SELECT f.repository_id FROM ({scope}) AS f WHERE f.path = '')
            """;
    }
}
