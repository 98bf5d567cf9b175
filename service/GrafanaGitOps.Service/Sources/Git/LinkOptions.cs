using System.Collections.Frozen;
using GrafanaGitOps.Service.Sources.Links;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>Where links of a repository lead (<c>links</c>). Templates name their parts in braces; each default comes from the host.</summary>
public sealed class LinkOptions
{
    private static readonly FrozenSet<string> Hosts = FrozenSet.Create("github", "gitlab", "bitbucket", "gitea", "azure");

    /// <summary>The kind of host: github, gitlab, bitbucket, gitea (also Forgejo) or azure. Default by the URL's host name.</summary>
    public string? Host { get; set; }

    /// <summary>Web address of the repository.</summary>
    public string? Web { get; set; }

    /// <summary>A commit: <c>{sha}</c>.</summary>
    public string? Commit { get; set; }

    /// <summary>A pull or merge request: <c>{number}</c>.</summary>
    public string? PullRequest { get; set; }

    /// <summary>Two commits against each other: <c>{from}</c>, <c>{to}</c>.</summary>
    public string? Compare { get; set; }

    /// <summary>A file or folder at a commit: <c>{sha}</c>, <c>{path}</c>.</summary>
    public string? Tree { get; set; }

    /// <summary>An issue: <c>{key}</c>. Default none, because the tracker is unknown.</summary>
    public string? Issue { get; set; }

    internal void Validate(string key, ICollection<string> errors)
    {
        if (Host is not null && !Hosts.Contains(Host)) errors.Add($"{key}.host must be one of {string.Join(", ", Hosts.Order())}.");
        Check(Web, $"{key}.web", []);
        Check(Commit, $"{key}.commit", ["{sha}"]);
        Check(PullRequest, $"{key}.pullRequest", ["{number}"]);
        Check(Compare, $"{key}.compare", ["{from}", "{to}"]);
        Check(Tree, $"{key}.tree", ["{sha}", "{path}"]);
        Check(Issue, $"{key}.issue", ["{key}"]);

        void Check(string? template, string name, string[] parts)
        {
            if (template is null) return;
            if (!LinkTemplate.IsWebAddress(template)) errors.Add($"{name} must begin with https:// or http:// and a host.");
            foreach (var part in parts.Where(part => !template.Contains(part, StringComparison.Ordinal))) errors.Add($"{name} lacks {part}.");
        }
    }
}
