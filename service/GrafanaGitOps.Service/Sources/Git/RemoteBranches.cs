using System.IO.Enumeration;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>What a remote says it has.</summary>
internal sealed class RemoteBranches
{
    private const string BranchPrefix = "refs/heads/";
    private const string TagPrefix = "refs/tags/";
    private const string Peeled = "^{}";

    private readonly List<BranchHead> _heads = [];
    private readonly Dictionary<string, RepositoryTag> _tags = new(StringComparer.Ordinal);
    private string? _headSha;
    private string? _headBranch;
    private int _left;
    private int _leftTags;

    /// <summary>The branch of HEAD; of a detached HEAD a branch at the same commit, <c>main</c> and <c>master</c> before others.</summary>
    public string? Default => _headBranch ?? _heads.Where(head => head.Sha == _headSha).Select(head => head.Name)
        .OrderBy(name => name is "main" ? 0 : name is "master" ? 1 : 2).ThenBy(name => name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The length of object ids tells SHA-1 from SHA-256.</summary>
    public bool IsSha256 => _heads is [{ Sha.Length: 64 }, ..];

    /// <summary>The tags, each with the commit behind it.</summary>
    public IReadOnlyCollection<RepositoryTag> Tags => _tags.Values;

    /// <summary>Takes a line of <c>git ls-remote --symref</c>; anything but HEAD, branches and tags is skipped.</summary>
    public void Accept(string line)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        if (tab < 0) return;
        var (value, name) = (line[..tab], line[(tab + 1)..]);
        if (name == "HEAD" && value.StartsWith("ref: " + BranchPrefix, StringComparison.Ordinal)) _headBranch = value[(5 + BranchPrefix.Length)..];
        else if (name == "HEAD") _headSha = value;
        else if (name.StartsWith(BranchPrefix, StringComparison.Ordinal)) Add(new BranchHead(name[BranchPrefix.Length..], value));
        else if (name.StartsWith(TagPrefix, StringComparison.Ordinal)) AddTag(name[TagPrefix.Length..], value);
    }

    /// <summary>The branches to read, the default one first, and a notice when some that match are left out.</summary>
    public (IReadOnlyList<BranchHead> Heads, string? Notice) Select(IReadOnlyList<string> wanted)
    {
        var notices = new List<string>();
        if (_heads.Count == 0) notices.Add("The remote has no branches.");
        else if (wanted.Count == 0 && Default is null) notices.Add("The remote's HEAD names no branch: configure branches.");
        foreach (var pattern in wanted.Where(pattern => _heads.Count > 0 && !_heads.Exists(head => Matches(pattern, head.Name))))
            notices.Add($"No branch matches \"{pattern}\".");

        var matching = _heads
            .Where(head => wanted.Count == 0 ? head.Name == Default : wanted.Any(pattern => Matches(pattern, head.Name)))
            .OrderBy(head => head.Name == Default ? 0 : 1).ThenBy(head => head.Name, StringComparer.Ordinal).ToList();
        if (matching.Count > GitLimits.Branches)
            notices.Add($"{matching.Count} branches match, and the first {GitLimits.Branches} by name are read: narrow branches.");
        if (_leftTags > 0) notices.Add($"{_leftTags} tags are left out, for their names or their number: applications that follow them are known by their operator alone.");
        if (_left > 0) notices.Add($"{_left} branches are left out, for their names or their number.");
        return (matching.Take(GitLimits.Branches).ToList(), notices.Count == 0 ? null : string.Join(' ', notices));
    }

    public static bool Matches(string pattern, string name) => pattern == name || FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    /// <summary>What a tag object leads to follows it in a line of its own.</summary>
    private void AddTag(string name, string id)
    {
        if (!id.All(char.IsAsciiHexDigitLower)) return;
        if (name.EndsWith(Peeled, StringComparison.Ordinal))
        {
            if (_tags.TryGetValue(name[..^Peeled.Length], out var tag)) _tags[tag.Name] = tag with { Commit = id };
        }
        else if (IsReadable(name) && _tags.Count < GitLimits.Tags)
        {
            _tags[name] = new RepositoryTag(name, id, id);
        }
        else
        {
            _leftTags++;
        }
    }

    // A name that is not UTF-8 could not be asked for again.
    private static bool IsReadable(string name) =>
        name.Length is > 0 and <= GitLimits.BranchLength && !name.Contains('\uFFFD', StringComparison.Ordinal) && !name.Any(char.IsControl);

    private void Add(BranchHead head)
    {
        if (IsReadable(head.Name) && _heads.Count < GitLimits.AdvertisedBranches && head.Sha.All(char.IsAsciiHexDigitLower)) _heads.Add(head);
        else _left++;
    }
}
