using System.IO.Enumeration;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>What a remote says it has.</summary>
internal sealed class RemoteBranches
{
    private const string BranchPrefix = "refs/heads/";

    private readonly List<BranchHead> _heads = [];
    private string? _headSha;
    private string? _headBranch;
    private int _left;

    /// <summary>The branch of HEAD; of a detached HEAD a branch at the same commit, <c>main</c> and <c>master</c> before others.</summary>
    public string? Default => _headBranch ?? _heads.Where(head => head.Sha == _headSha).Select(head => head.Name)
        .OrderBy(name => name is "main" ? 0 : name is "master" ? 1 : 2).ThenBy(name => name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The length of object ids tells SHA-1 from SHA-256.</summary>
    public bool IsSha256 => _heads is [{ Sha.Length: 64 }, ..];

    /// <summary>Takes a line of <c>git ls-remote --symref</c>; anything but HEAD and branches is skipped.</summary>
    public void Accept(string line)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        if (tab < 0) return;
        var (value, name) = (line[..tab], line[(tab + 1)..]);
        if (name == "HEAD" && value.StartsWith("ref: " + BranchPrefix, StringComparison.Ordinal)) _headBranch = value[(5 + BranchPrefix.Length)..];
        else if (name == "HEAD") _headSha = value;
        else if (name.StartsWith(BranchPrefix, StringComparison.Ordinal)) Add(new BranchHead(name[BranchPrefix.Length..], value));
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
        if (_left > 0) notices.Add($"{_left} branches are left out, for their names or their number.");
        return (matching.Take(GitLimits.Branches).ToList(), notices.Count == 0 ? null : string.Join(' ', notices));
    }

    public static bool Matches(string pattern, string name) => pattern == name || FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    // A name that is not UTF-8 could not be asked for again.
    private void Add(BranchHead head)
    {
        var isReadable = head.Name.Length is > 0 and <= GitLimits.BranchLength && !head.Name.Contains('\uFFFD', StringComparison.Ordinal) && !head.Name.Any(char.IsControl);
        if (isReadable && _heads.Count < GitLimits.AdvertisedBranches && head.Sha.All(char.IsAsciiHexDigitLower)) _heads.Add(head);
        else _left++;
    }
}
