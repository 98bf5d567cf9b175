using Dapper;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>
/// Composes the SQL of a filter. Two plans: walk all commits newest first until enough match; or, where a path, author, branch or application
/// has few commits, take those from their own index and sort them. What comes from outside goes into parameters only.
/// </summary>
/// <remarks>
/// Whether a commit concerns one of the applications only the plan that begins with theirs tells; for the others <see cref="CommitSearch"/> does.
/// </remarks>
internal sealed class CommitQuery
{
    private readonly Dialect _dialect;
    private readonly CommitFilter _filter;
    private readonly SqlConditions _conditions;
    private readonly List<string> _candidates = [];
    private int? _ofApplications;

    public CommitQuery(Dialect dialect, CommitFilter filter)
    {
        (_dialect, _filter, _conditions) = (dialect, filter, new SqlConditions(dialect, filter.Limit));
        AddRepositories();
        _conditions.AddTimes("c.committer_time", filter.From, filter.To);
        AddTexts("types", "change_type", filter.Types);
        AddTexts("scopes", "scope", filter.Scopes);
        AddAuthors();
        AddPaths();
        if (filter.Applications is { Count: <= StorageLimits.FewApplications } applications) AddApplications(applications);
        AddSearch();
        AddBranches();
    }

    public DynamicParameters Parameters => _conditions.Parameters;

    /// <summary>Statements that count how many commits a selective filter has, up to one more than are worth sorting.</summary>
    public IEnumerable<string> Probes =>
        _candidates.Select(candidates => $"SELECT count(*) FROM (SELECT 1 FROM ({candidates}) AS k LIMIT {StorageLimits.Candidates + 1}) AS n");

    /// <summary>Whether each commit of the plan still has to be looked at for its applications.</summary>
    /// <param name="candidates">As for <see cref="Sql"/>.</param>
    public bool NeedsWalk(int? candidates) => _filter.Applications is not null && (_ofApplications is null || candidates != _ofApplications);

    /// <param name="candidates">Which probe's commits to start from; null walks all by time.</param>
    public string Sql(int? candidates) => candidates is { } index
        ? $"""
            SELECT {Columns} FROM (SELECT c.id FROM {Candidates(index)} {Conditions} {Order} LIMIT @limit) AS found CROSS JOIN commits c
            {Joined} AND c.id = found.id {Order}
            """
        : $"SELECT {Columns} FROM commits c {Joined} {Conditions} {Order} LIMIT @limit";

    /// <summary>The rows of the commits in <c>@found</c>, the newest at most.</summary>
    public string FoundSql => $"SELECT {Columns} FROM {_dialect.IdRows("@found")} AS k CROSS JOIN commits c {Joined} AND c.id = k.value {Order} LIMIT @limit";

    /// <summary>The commits that match but for the applications, newest first: id, repository, time, object id.</summary>
    /// <param name="candidates">As for <see cref="Sql"/>.</param>
    /// <param name="after">Commits up to this one are left out.</param>
    /// <param name="size">How many at most.</param>
    public string PageSql(int? candidates, CommitPosition? after, int size)
    {
        Parameters.Add("page", size);
        return $"""
            SELECT c.id, c.repository_id, c.committer_time, c.sha
            FROM {(candidates is { } index ? Candidates(index) : "commits c WHERE true")} {Conditions} {(after is null ? "" : After(after))}
            {Order} LIMIT @page
            """;
    }

    private const string Order = "ORDER BY c.committer_time DESC, c.sha, c.repository_id";

    private const string Joined =
        """
        CROSS JOIN people a CROSS JOIN repositories r
        WHERE a.id = c.author_id AND r.id = c.repository_id
        """;

    /// <summary>In the order that <see cref="CommitRowReader"/> reads them.</summary>
    private string Columns =>
        $"""
        r.name, c.sha, a.name, a.email, c.author_time, c.author_zone, c.committer_time, c.committer_zone, c.subject,
        c.change_type, c.scope, c.breaking, c.reverts, c.issue_keys, c.co_authors, c.pull_request, c.files, c.insertions, c.deletions,
        c.vanished_at,
        (SELECT {_dialect.JsonArray("cb.branch_id")} FROM commit_branches cb WHERE cb.commit_id = c.id) AS branches, c.id
        """;

    private string Candidates(int index) =>
        $"(SELECT DISTINCT id FROM ({_candidates[index]}) AS k) AS candidate CROSS JOIN commits c WHERE candidate.id = c.id";

    private string Conditions => $"AND {_conditions.Sql}";

    // The position is not later than the latest time that was asked for, so that it takes its place: an index has one bound.
    private string After(CommitPosition last)
    {
        Parameters.Add("to", last.Time);
        Parameters.Add("last_sha", last.Sha);
        Parameters.Add("last_repository", last.Repository);
        var bound = _filter.To is null ? "AND c.committer_time <= @to " : "";
        return $"{bound}AND (c.committer_time < @to OR (c.sha, c.repository_id) > (@last_sha, @last_repository))";
    }

    private void AddRepositories()
    {
        if (_filter.Repositories is [var single])
        {
            _conditions.Add("c.repository_id = (SELECT id FROM repositories WHERE name = @repository)", "repository", StoredText.Clean(single));
        }
        else if (_filter.Repositories.Count > 1)
        {
            _conditions.Add($"{_dialect.WithoutIndex("c.repository_id")} IN (SELECT id FROM repositories WHERE name IN {_conditions.Rows("repositories", _filter.Repositories)})");
        }
    }

    private void AddTexts(string name, string column, IReadOnlyList<string> values)
    {
        if (values.Count > 0) _conditions.Add($"c.{column} IN {_conditions.Rows(name, values)}");
    }

    private void AddAuthors()
    {
        if (_filter.Authors.Count == 0) return;
        var rows = _conditions.Rows("authors", [.. _filter.Authors.Select(StoredText.Fold)]);
        var people = $"(SELECT id FROM people WHERE name_folded IN {rows} UNION ALL SELECT id FROM people WHERE email_folded IN {rows})";
        var coAuthored = $"SELECT commit_id AS id FROM co_authors WHERE person_id IN {people}";
        _conditions.Add($"({_dialect.WithoutIndex("c.author_id")} IN {people} OR {_dialect.WithoutIndex("c.id")} IN ({coAuthored}))");
        _candidates.Add($"SELECT id FROM commits WHERE author_id IN {people} UNION ALL {coAuthored}");
    }

    private void AddPaths()
    {
        var paths = _filter.Paths.Select(Normal).ToList();
        if (paths.Count == 0 || paths.Contains("")) return;

        // '0' follows '/', so the range holds just what is below the folder.
        var ids = $"""
            SELECT p.id FROM {_conditions.Rows("paths", paths)} AS f CROSS JOIN paths p WHERE p.path = f.value
            UNION ALL
            SELECT p.id FROM {_conditions.Rows("paths", paths)} AS f CROSS JOIN paths p WHERE p.path >= f.value || '/' AND p.path < f.value || '0'
            """;
        _conditions.Add($"EXISTS (SELECT 1 FROM commit_paths cp WHERE cp.commit_id = c.id AND {_dialect.WithoutIndex("cp.path_id")} IN ({ids}))");
        _candidates.Add($"SELECT cp.commit_id AS id FROM ({ids}) AS matching CROSS JOIN commit_paths cp WHERE cp.path_id = matching.id");
    }

    private void AddApplications(IReadOnlyList<ApplicationStatus> applications)
    {
        Parameters.Add("applications", _dialect.Ids(applications.Select(application => application.Id)));
        _ofApplications = _candidates.Count;
        _candidates.Add(ApplicationPathsSql.CommitIds(_dialect, "@applications"));
    }

    private void AddSearch()
    {
        if (_filter.Search is not { } search) return;
        var isId = ObjectId.TryRange(StoredText.Clean(search), out var low, out var high);
        _conditions.AddSearch(search, ["c.subject", "c.body"], or: isId ? "c.sha BETWEEN @low AND @high" : null);
        if (!isId) return;
        Parameters.Add("low", low);
        Parameters.Add("high", high);
    }

    private void AddBranches()
    {
        var reached = "SELECT 1 FROM commit_branches cb WHERE cb.commit_id = c.id";
        if (_filter.Branches.Count > 0)
        {
            var branches = $"(SELECT id FROM branches WHERE name IN {_conditions.Rows("branches", _filter.Branches)})";
            _conditions.Add($"EXISTS ({reached} AND {_dialect.WithoutIndex("cb.branch_id")} IN {branches})");
            _candidates.Add($"SELECT commit_id AS id FROM commit_branches WHERE branch_id IN {branches}");
        }
        else
        {
            _conditions.Add(_filter.IncludeVanished ? $"(c.vanished_at IS NOT NULL OR EXISTS ({reached}))" : $"EXISTS ({reached})");
        }
    }

    private static string Normal(string path)
    {
        var trimmed = path.Trim('/');
        return trimmed.StartsWith("./", StringComparison.Ordinal) ? trimmed[2..].TrimStart('/') : trimmed == "." ? "" : trimmed;
    }
}
