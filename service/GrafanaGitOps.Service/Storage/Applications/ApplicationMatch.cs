namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>
/// An <see cref="ApplicationFilter"/> over the applications in memory, which are not deleted. Says what
/// <see cref="ApplicationConditions"/> says in SQL.
/// </summary>
internal sealed class ApplicationMatch
{
    private readonly List<(ApplicationDimension Dimension, NameChoice Choice)> _conditions;

    private ApplicationMatch(ApplicationFilter filter) => _conditions =
        [.. ApplicationDimension.All.Select(one => (one, Choice: new NameChoice(one.Asked(filter)))).Where(one => !one.Choice.IsEmpty)];

    /// <summary>Null when the database must be asked: URLs of repositories and search are left to it.</summary>
    public static ApplicationMatch? Of(ApplicationFilter filter) =>
        filter.Repositories.Count > 0 || !string.IsNullOrEmpty(filter.Search) ? null : new ApplicationMatch(filter);

    /// <summary>True when no application is left out.</summary>
    public bool TakesAll => _conditions.Count == 0;

    public bool Takes(ApplicationStatus status)
    {
        foreach (var (dimension, choice) in _conditions)
            if (!dimension.Takes(choice, status)) return false;
        return true;
    }
}
