namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>The statements that say which commits changed which paths: row and text of the path, row of the commit.</summary>
internal static class TouchQueries
{
    /// <summary>By <c>@commits</c>, rows of commits.</summary>
    public static string OfCommits(Dialect dialect) =>
        $"""
        SELECT p.id, p.path, cp.commit_id FROM {dialect.IdRows("@commits")} AS k CROSS JOIN commit_paths cp CROSS JOIN paths p
        WHERE cp.commit_id = k.value AND p.id = cp.path_id
        """;

    /// <summary>By <c>@repositoryId</c> and, unless any path is asked for, <c>@paths</c>: files and folders.</summary>
    public static string OfPaths(Dialect dialect, bool isAny)
    {
        // '0' follows '/', so the range holds just what is below the folder.
        var from = isAny
            ? "paths p"
            : $"""
                (SELECT p.id, p.path, p.repository_id FROM {dialect.Rows("@paths")} AS f CROSS JOIN paths p WHERE p.path = f.value
                UNION SELECT p.id, p.path, p.repository_id FROM {dialect.Rows("@paths")} AS f CROSS JOIN paths p
                WHERE p.path >= f.value || '/' AND p.path < f.value || '0') AS p
                """;
        return $"""
            SELECT p.id, p.path, cp.commit_id FROM {from} CROSS JOIN commit_paths cp
            WHERE p.repository_id = @repositoryId AND cp.path_id = p.id
            """;
    }
}
