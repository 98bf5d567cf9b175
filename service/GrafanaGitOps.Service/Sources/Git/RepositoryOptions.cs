using System.Text.RegularExpressions;
using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Sources.Git.Messages;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>One repository to watch (<c>git.repositories[]</c>).</summary>
public sealed partial class RepositoryOptions
{
    private string? _name;
    private string _url = "";

    /// <summary>The name that queries show. Default the last part of the URL; letters, digits, <c>.</c>, <c>_</c>, <c>-</c>, <c>/</c>, at most 100.</summary>
    public string Name
    {
        get => _name ?? RepositoryUrl.NameOf(_url);
        set => _name = value;
    }

    /// <summary>https, http, ssh, git or file URL, <c>user@host:path</c>, or a folder. User name and token in an http URL are moved out of it at once.</summary>
    public string Url
    {
        get => _url;
        set => (_url, UrlUsername, UrlPassword) = RepositoryUrl.TakeCredentials(value);
    }

    /// <summary>Branches to read: names, or globs with <c>*</c> and <c>?</c>. Default the branch of the remote's HEAD alone.</summary>
    public List<string> Branches { get; set; } = [];

    /// <summary>How often this remote is asked for news. Default <c>git.pollInterval</c>; at least 1 second.</summary>
    public TimeSpan? PollInterval { get; set; }

    /// <summary>What the remote demands. Default none.</summary>
    public CredentialOptions Credentials { get; set; } = new();

    /// <summary>Where links lead. Default by the URL's host.</summary>
    public LinkOptions Links { get; set; } = new();

    /// <summary>Regular expressions whose matches (group 1 where there is one) are issue keys. Default the form of Jira, <c>ABC-123</c>.</summary>
    public List<string> IssueKeyPatterns { get; set; } = [];

    /// <summary>Count lines added and removed, for which every blob is fetched. Default false.</summary>
    public bool LineCounts { get; set; }

    internal string? UrlUsername { get; private set; }

    internal string? UrlPassword { get; private set; }

    internal void Validate(string key, ICollection<string> errors)
    {
        if (RepositoryUrl.FindProblem(Url) is { } problem) errors.Add($"{key}.url {problem}.");
        else if (!SafeName().IsMatch(Name)) errors.Add($"{key}.name \"{ForeignText.Line(Name)}\" must be letters, digits, '.', '_', '-' or '/', begin with a letter or digit, and have at most 100 characters.");
        if (PollInterval < TimeSpan.FromSeconds(1)) errors.Add($"{key}.pollInterval must be at least 1s.");
        foreach (var (index, branch) in Branches.Index())
            if (branch is "" or { Length: > GitLimits.BranchLength } || branch.Any(char.IsControl)) errors.Add($"{key}.branches[{index}] must be the name of a branch or a glob.");
        foreach (var (index, pattern) in IssueKeyPatterns.Index())
            if (IssueKeys.FindProblem(pattern) is { } patternProblem) errors.Add($"{key}.issueKeyPatterns[{index}] {patternProblem}");
        Credentials.Validate($"{key}.credentials", Url, errors);
        Links.Validate($"{key}.links", errors);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._/-]{0,99}\z")]
    private static partial Regex SafeName();
}
