namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>The repositories to watch (<c>git</c>).</summary>
public sealed class GitOptions
{
    /// <summary>How often each remote is asked for news. Default 60 seconds, at least 1.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Repositories read at the same time. Default 4, from 1 to 64.</summary>
    public int Parallelism { get; set; } = 4;

    /// <summary>How long each kind of git process may take.</summary>
    public GitTimeouts Timeouts { get; set; } = new();

    /// <summary>The repositories.</summary>
    public List<RepositoryOptions> Repositories { get; set; } = [];

    /// <summary>Adds every mistake to <paramref name="errors"/>, each with its key under <paramref name="key"/>.</summary>
    public void Validate(string key, ICollection<string> errors)
    {
        if (PollInterval < TimeSpan.FromSeconds(1)) errors.Add($"{key}.pollInterval must be at least 1s.");
        if (Parallelism is < 1 or > 64) errors.Add($"{key}.parallelism must be from 1 to 64.");
        Timeouts.Validate($"{key}.timeouts", errors);

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < Repositories.Count; index++)
        {
            var repository = Repositories[index];
            repository.Validate($"{key}.repositories[{index}]", errors);
            if (repository.Name.Length > 0 && !names.Add(repository.Name))
                errors.Add($"{key}.repositories[{index}].name \"{repository.Name}\" is taken by another repository: give each its own name.");
        }
    }
}

/// <summary>How long a git process may take before it is ended with its children (<c>git.timeouts</c>).</summary>
public sealed class GitTimeouts
{
    /// <summary>To ask the remote for its branches. Default 60 seconds.</summary>
    public TimeSpan Connect { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>To fetch. Default 30 minutes.</summary>
    public TimeSpan Fetch { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>To read the history of the local clone, and to tidy it. Default 30 minutes.</summary>
    public TimeSpan Read { get; set; } = TimeSpan.FromMinutes(30);

    internal void Validate(string key, ICollection<string> errors)
    {
        foreach (var (name, value) in new[] { ("connect", Connect), ("fetch", Fetch), ("read", Read) })
            if (value < TimeSpan.FromSeconds(1) || value > TimeSpan.FromDays(1)) errors.Add($"{key}.{name} must be from 1s to 24h.");
    }
}
