using System.Security.Cryptography;
using System.Text;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git.History;
using GrafanaGitOps.Service.Sources.Git.Objects;
using GrafanaGitOps.Service.Sources.Git.Processes;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>
/// The local clone of a repository: bare, without blobs where the remote can leave them out. Everything in it can be
/// fetched again, and a fetch that was interrupted is taken up by the next.
/// </summary>
internal sealed class Mirror
{
    private const string BranchPrefix = "refs/heads/";
    private const string KeptPrefix = "refs/gitops/kept/";

    private readonly RepositoryOptions _options;
    private readonly GitTimeouts _timeouts;
    private readonly RepositoryUrl _url;
    private readonly string _home;

    public Mirror(string dataDirectory, RepositoryOptions options, GitTimeouts timeouts)
    {
        (_options, _timeouts, _url) = (options, timeouts, RepositoryUrl.Parse(options.Url));
        // A clone with blobs is another clone.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_url.Text + (options.LineCounts ? " with blobs" : ""))));
        Folder = Path.GetFullPath(Path.Combine(dataDirectory, "repositories", $"{options.Name.Replace('/', '-')}-{hash[..12]}"));
        CloneFolder = Path.Combine(Folder, "clone.git");
        _home = Path.Combine(Folder, "home");
    }

    /// <summary>The clone and what belongs to it.</summary>
    public string Folder { get; }

    /// <summary>The repository that git sees.</summary>
    public string CloneFolder { get; }

    /// <summary>Whether there is a clone, whatever it holds.</summary>
    public bool Exists => File.Exists(Path.Combine(CloneFolder, "HEAD"));

    /// <summary>Waits until no other part of this process changes the clone, and keeps other processes out until it is disposed.</summary>
    public Task<CloneLock> LockAsync(CancellationToken cancellationToken) => CloneLock.TakeAsync(Folder, Lock, cancellationToken);

    /// <summary>One process at a time may change the clone. What a process that was killed left behind is removed.</summary>
    public FileStream Lock()
    {
        Directory.CreateDirectory(_home);
        try
        {
            return new FileStream(Path.Combine(Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new GitException($"Another process is reading this repository in {Folder}: give each process its own data directory.");
        }
    }

    /// <summary>Asks the remote what it has.</summary>
    public async Task<RemoteBranches> AskAsync(CancellationToken cancellationToken)
    {
        var branches = new RemoteBranches();
        await using var process = GitProcess.Start(Remote(_timeouts.Connect, ["ls-remote", "--symref", "origin"]), cancellationToken);
        using var reader = new StreamReader(process.Output, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } line) branches.Accept(line);
        await process.CompleteAsync();
        return branches;
    }

    /// <summary>Makes an empty clone, if there is none.</summary>
    public async Task CreateAsync(bool isSha256, CancellationToken cancellationToken)
    {
        if (Exists) return;
        var format = isSha256 ? "--object-format=sha256" : "--object-format=sha1";
        await GitProcess.RunAsync(Local(["init", "--quiet", "--bare", "--template=", "--initial-branch=none", format]), cancellationToken);
    }

    /// <summary>Removes what processes that were killed left behind: locks, which would stop all later ones, and halves of packs.</summary>
    public void RemoveLeftovers()
    {
        if (!Directory.Exists(CloneFolder)) return;
        foreach (var pattern in new[] { "*.lock", "tmp_*" })
            foreach (var file in Directory.EnumerateFiles(CloneFolder, pattern, SearchOption.AllDirectories)) File.Delete(file);
    }

    /// <summary>
    /// Brings exactly these branches here. The commits in <paramref name="recorded"/> that are here stay until
    /// <see cref="ReleaseAsync"/>; returned are those of them, and those that came with the branches.
    /// </summary>
    public async Task<IReadOnlySet<string>> FetchAsync(
        IReadOnlyList<BranchHead> branches, IReadOnlyList<BranchHead> recorded, CancellationToken cancellationToken)
    {
        using var objects = OpenObjects();
        var (heads, kept) = (HeadsOf(objects), KeptIn(objects));
        var here = heads.Select(head => head.Sha).Concat(kept).ToHashSet();
        here.IntersectWith(recorded.Select(head => head.Sha));

        // Stale branches go first, because "a" would be in the way of "a/b".
        var wanted = branches.Select(branch => branch.Name).ToHashSet();
        var changes = here.Except(kept).Select(sha => (KeptPrefix + sha, (string?)sha))
            .Concat(heads.Where(head => !wanted.Contains(head.Name)).Select(head => (BranchPrefix + head.Name, (string?)null)));
        objects.UpdateRefs([.. changes]);
        if (branches.Count == 0) return here;

        List<string> arguments = ["fetch", "--stdin", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-show-forced-updates", "--update-shallow"];
        if (!_options.LineCounts) arguments.Add("--filter=blob:none");
        var refspecs = string.Concat(branches.Select(branch => $"+{BranchPrefix}{branch.Name}:{BranchPrefix}{branch.Name}\n"));
        await GitProcess.RunAsync(Remote(_timeouts.Fetch, [.. arguments, "origin"]) with { Input = refspecs }, cancellationToken);
        // A clone that was made anew has what was recorded behind its branches.
        var fetched = HeadsOf(objects).Select(head => head.Sha).ToList();
        here.UnionWith(recorded.Select(head => head.Sha).Where(sha => !here.Contains(sha) && objects.Has(sha) && objects.ListCommits([sha], fetched).Count == 0));
        return here;
    }

    /// <summary>Opens the clone to be read, and its refs to be changed; one caller each.</summary>
    public IGitObjects OpenObjects()
    {
        if (!Exists) throw new GitException("The repository has not been fetched yet.");
        var isSha256 = File.ReadAllText(Path.Combine(CloneFolder, "config")).Contains("objectformat = sha256", StringComparison.OrdinalIgnoreCase);
        return isSha256 ? new ProgramObjects(Local) : new LibraryObjects(CloneFolder);
    }

    /// <summary>The branches as they are here.</summary>
    public static IReadOnlyList<BranchHead> HeadsOf(IGitObjects objects) =>
        [.. objects.ReadRefs().Where(found => found.Name.StartsWith(BranchPrefix, StringComparison.Ordinal)).Select(found => new BranchHead(found.Name[BranchPrefix.Length..], found.Id))];

    /// <summary>Lets go of what <see cref="FetchAsync"/> kept, and packs the clone when git finds it worth the while.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        using (var objects = OpenObjects()) objects.UpdateRefs([.. KeptIn(objects).Select(sha => (KeptPrefix + sha, (string?)null))]);
        await GitProcess.RunAsync(Local(["gc", "--auto", "--quiet"]), cancellationToken);
    }

    /// <summary>Starts to read the commits that the new heads reach and the old ones do not, newest first.</summary>
    public GitProcess StartLog(IEnumerable<string> newHeads, IEnumerable<string> oldHeads, bool countLines, CancellationToken cancellationToken) =>
        GitProcess.Start(Local(LogFormat.Arguments(countLines)) with { Input = Revisions(newHeads, oldHeads) }, cancellationToken);

    /// <summary>
    /// Brings these blobs here in one request; asks nobody when all of them are here. Needs the lock. One that the remote does not have fails all.
    /// </summary>
    public async Task FetchBlobsAsync(IReadOnlyCollection<string> blobs, CancellationToken cancellationToken)
    {
        // With lines to count, the clone has all blobs, and it is no partial one that could ask for some.
        if (_options.LineCounts || blobs.Count == 0) return;
        string[] arguments =
            ["fetch", "--stdin", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--filter=blob:none", "origin"];
        var timeout = _timeouts.Fetch < GitLimits.BlobFetch ? _timeouts.Fetch : GitLimits.BlobFetch;
        // Blobs have no history to compare.
        var command = Remote(timeout, arguments, ("fetch.negotiationAlgorithm", "noop"));
        await GitProcess.RunAsync(command with { Input = string.Concat(blobs.Select(blob => $"{blob}\n")) }, cancellationToken);
    }

    /// <summary>Bytes of all files.</summary>
    public long MeasureSize() => new DirectoryInfo(CloneFolder) is { Exists: true } folder
        ? folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : 0;

    private static string Revisions(IEnumerable<string> with, IEnumerable<string> without) =>
        string.Concat(with.Select(sha => $"{sha}\n").Concat(without.Select(sha => $"^{sha}\n")));

    private static List<string> KeptIn(IGitObjects objects) =>
        [.. objects.ReadRefs().Where(found => found.Name.StartsWith(KeptPrefix, StringComparison.Ordinal)).Select(found => found.Name[KeptPrefix.Length..])];

    private GitCommand Local(IReadOnlyList<string> arguments) =>
        new() { Arguments = arguments, Environment = new GitSettings(CloneFolder, _home).Variables, Timeout = _timeouts.Read };

    private GitCommand Remote(TimeSpan timeout, IReadOnlyList<string> arguments, params ReadOnlySpan<(string Key, string Value)> further)
    {
        var settings = new GitSettings(CloneFolder, _home);
        foreach (var (key, value) in further) settings.Set(key, value);
        var secrets = RemoteSettings.Add(settings, _url, _options, Folder);
        return new GitCommand { Arguments = arguments, Environment = settings.Variables, Timeout = timeout, Secrets = secrets };
    }
}
