namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>How the known hosts form the web addresses of a repository.</summary>
internal static class KnownHosts
{
    // Kind, then what a host's name is or ends with, or begins with when self-hosted ("gitlab.example.com").
    private static readonly (string Kind, string[] Names, string? Prefix)[] Kinds =
    [
        ("github", ["github.com", "ghe.com"], "github."),
        ("gitlab", ["gitlab.com"], "gitlab."),
        ("bitbucket", ["bitbucket.org"], null),
        ("gitea", ["codeberg.org", "gitea.com", "code.forgejo.org"], "gitea."),
        ("gitea", [], "forgejo."),
        ("azure", ["dev.azure.com", "ssh.dev.azure.com", "visualstudio.com"], null),
    ];

    /// <summary>Templates for the repository; all null when the host is unknown. The kind and the web address may be given.</summary>
    public static LinkOptions Find(RepositoryUrl url, string? kind, string? web)
    {
        kind ??= KindOf(url.Host.ToLowerInvariant());
        web ??= kind is null || url.Host.Length == 0 ? null : kind == "azure" ? AzureWeb(url) : PlainWeb(url);
        if (web is null) return new LinkOptions();
        web = web.TrimEnd('/');
        return kind switch
        {
            "github" => Templates(web, "/commit/{sha}", "/pull/{number}", "/compare/{from}...{to}", "/tree/{sha}/{path}"),
            "gitlab" => Templates(web, "/-/commit/{sha}", "/-/merge_requests/{number}", "/-/compare/{from}...{to}", "/-/tree/{sha}/{path}"),
            "bitbucket" => Templates(web, "/commits/{sha}", "/pull-requests/{number}", "/branches/compare/{to}%0D{from}", "/src/{sha}/{path}"),
            "gitea" => Templates(web, "/commit/{sha}", "/pulls/{number}", "/compare/{from}...{to}", "/src/commit/{sha}/{path}"),
            "azure" => Templates(web, "/commit/{sha}", "/pullrequest/{number}", "/branchCompare?baseVersion=GC{from}&targetVersion=GC{to}", "?version=GC{sha}&path=/{path}"),
            _ => new LinkOptions { Web = web },
        };
    }

    private static string? KindOf(string host) =>
        Array.Find(Kinds, kind => kind.Names.Any(name => host == name || host.EndsWith("." + name, StringComparison.Ordinal))
            || (kind.Prefix is { } prefix && host.StartsWith(prefix, StringComparison.Ordinal))).Kind;

    private static LinkOptions Templates(string web, string commit, string pullRequest, string compare, string tree) =>
        new() { Web = web, Commit = web + commit, PullRequest = web + pullRequest, Compare = web + compare, Tree = web + tree };

    // A port of ssh says nothing about the port of the web.
    private static string PlainWeb(RepositoryUrl url)
    {
        var authority = url.Scheme is "https" or "http" ? url.Authority : url.Host.StartsWith("altssh.", StringComparison.Ordinal) ? url.Host[7..] : url.Host;
        if (authority == "ssh.github.com") authority = "github.com";
        return $"{(url.Scheme == "http" ? "http" : "https")}://{authority}/{WithoutSuffix(url.Path)}";
    }

    // https://[user@]dev.azure.com/org/project/_git/repo, git@ssh.dev.azure.com:v3/org/project/repo,
    // https://org.visualstudio.com/[DefaultCollection/]project/_git/repo, org@vs-ssh.visualstudio.com:v3/org/project/repo.
    private static string? AzureWeb(RepositoryUrl url)
    {
        if (url.Scheme is "https" or "http") return $"{url.Scheme}://{url.Authority}/{url.Path}";
        var parts = url.Path.Split('/');
        return parts is ["v3", var organization, var project, var repository]
            ? $"https://dev.azure.com/{organization}/{project}/_git/{repository}"
            : null;
    }

    private static string WithoutSuffix(string path) => path.EndsWith(".git", StringComparison.Ordinal) ? path[..^4] : path;
}
