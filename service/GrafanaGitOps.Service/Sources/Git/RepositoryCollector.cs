using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git.Processes;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>Looks at one repository, again and again, and keeps its state. One caller at a time.</summary>
internal sealed class RepositoryCollector(
    RepositoryOptions options, GitTimeouts timeouts, string dataDirectory, Store store, TimeProvider time, ILogger logger)
{
    private readonly Mirror _mirror = new(dataDirectory, options, timeouts);
    private RepositoryState? _state;
    private long _id;
    private bool _hasLeftovers = true;
    private bool _hasClone;
    private string? _indexNotice;
    private IReadOnlyCollection<RepositoryTag>? _tags;

    /// <summary>One pass. What is wrong with the repository ends up in the state; only the store's failures are thrown.</summary>
    public async Task<RepositoryState> CollectAsync(CancellationToken cancellationToken)
    {
        var before = _state ?? await RegisterAsync(cancellationToken);
        var attempt = before with { LastAttempt = time.GetUtcNow() };
        _state = await TryPassAsync(attempt, cancellationToken);
        await store.Repositories.UpsertAsync(_state, cancellationToken);
        return _state;
    }

    private async Task<RepositoryState> TryPassAsync(RepositoryState attempt, CancellationToken cancellationToken)
    {
        try
        {
            using var exclusive = await _mirror.LockAsync(cancellationToken);
            await GitVersion.RequireAsync(_mirror.Folder, cancellationToken);
            if (_hasLeftovers) _mirror.RemoveLeftovers();
            _hasLeftovers = true;
            var state = await PassAsync(attempt, cancellationToken);
            _hasLeftovers = false;
            if (attempt.Error is not null) Log.Recovered(logger, options.Name);
            return state;
        }
        catch (Exception exception) when (exception is GitException or IOException or UnauthorizedAccessException)
        {
            if (exception.Message != attempt.Error) Log.Failed(logger, options.Name, exception.Message);
            return attempt with { Error = exception.Message };
        }
    }

    private async Task<RepositoryState> PassAsync(RepositoryState attempt, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var remote = await _mirror.AskAsync(cancellationToken);
        var state = await PullAsync(remote, attempt, start, cancellationToken);
        // Behind the commits that they name.
        if (_tags?.SequenceEqual(remote.Tags) != true) await store.Repositories.RecordTagsAsync(_id, remote.Tags, cancellationToken);
        _tags = remote.Tags;
        return state;
    }

    private async Task<RepositoryState> PullAsync(RemoteBranches remote, RepositoryState attempt, long start, CancellationToken cancellationToken)
    {
        var (branches, notice) = remote.Select(options.Branches);
        var recorded = await store.Commits.GetBranchHeadsAsync(_id, cancellationToken);
        var state = attempt with { Error = null, DefaultBranch = remote.Default };
        var isIndexed = recorded.ToHashSet().SetEquals(branches);
        if (isIndexed && HasClone(branches))
            return Fetched(state, start) with { Notice = Join(InsecureNotice(), notice, _indexNotice) };

        await _mirror.CreateAsync(remote.IsSha256, cancellationToken);
        var here = await _mirror.FetchAsync(branches, recorded, cancellationToken);
        state = Fetched(state, start);
        if (isIndexed) Log.Cloned(logger, options.Name);
        else await IndexAsync(recorded, here, attempt.LastAttempt!.Value, start, cancellationToken);
        await _mirror.ReleaseAsync(cancellationToken);
        _hasClone = true;
        return state with { Size = _mirror.MeasureSize(), Notice = Join(InsecureNotice(), notice, _indexNotice) };
    }

    /// <summary>Another replica may have indexed what is recorded, in a clone of its own; files are read from the one that is here.</summary>
    private bool HasClone(IReadOnlyList<BranchHead> branches)
    {
        if (branches.Count == 0) return true;
        if (!_mirror.Exists) return false;
        if (_hasClone) return true;
        using var objects = _mirror.OpenObjects();
        return _hasClone = Mirror.HeadsOf(objects).ToHashSet().IsSupersetOf(branches);
    }

    private async Task IndexAsync(
        IReadOnlyList<BranchHead> recorded, IReadOnlySet<string> here, DateTimeOffset observed, long start,
        CancellationToken cancellationToken)
    {
        var indexer = new RepositoryIndexer(_mirror, store, options, _id);
        var (commits, moves) = await indexer.RunAsync(recorded, here, observed, cancellationToken);
        _indexNotice = indexer.Notice;
        var duration = time.GetElapsedTime(start);
        Log.Indexed(logger, options.Name, commits, moves, duration);
    }

    private RepositoryState Fetched(RepositoryState state, long start) =>
        state with { LastFetch = time.GetUtcNow(), LastFetchDuration = time.GetElapsedTime(start) };

    // What an earlier run of the program knew is not forgotten when the first pass fails.
    private async Task<RepositoryState> RegisterAsync(CancellationToken cancellationToken)
    {
        var known = (await store.Repositories.ReadAsync(cancellationToken)).FirstOrDefault(row => row.State.Name == options.Name)?.State;
        var url = RepositoryUrl.Parse(options.Url).Text;
        var state = (known ?? new RepositoryState { Name = options.Name, Url = url }) with { Url = url, WebUrl = RepositoryLinks.Create(options).WebUrl };
        _id = await store.Repositories.UpsertAsync(state, cancellationToken);
        return state;
    }

    private string? InsecureNotice()
    {
        var hasSecret = options.Credentials is { Token: not null } or { TokenEnv: not null } or { TokenFile: not null } || options.UrlUsername is not null;
        return hasSecret && options.Url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "Credentials travel unencrypted: use https." : null;
    }

    private static string? Join(params string?[] notices) => notices.Any(notice => notice is not null) ? string.Join(' ', notices.Where(notice => notice is not null)) : null;
}
