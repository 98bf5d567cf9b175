using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The columns of <c>repositories</c>.</summary>
internal sealed class RepositoriesFrame : IDisposable
{
    private readonly StringField _name = new("name")
    {
        Config = Column("Name of the repository") with { Links = [new DataLink("Show repository", "${__data.fields.web_url}")] },
    };

    private readonly StringField _error = new("error", nullable: true)
    {
        Config = Column("Why the last look failed; empty when it succeeded"),
    };

    private readonly NumberField<double> _lag = new("lag_seconds", nullable: true)
    {
        Config = Column("Time since the last fetch that succeeded; empty before the first") with { Unit = "s", Decimals = 0 },
    };

    private readonly TimeField _lastFetch = new("last_fetch", nullable: true)
    {
        Config = Column("When the last fetch that succeeded ended"),
    };

    private readonly NumberField<long> _commits = new("commits") { Config = Column("Commits in the store") };
    private readonly NumberField<long> _vanished = new("vanished")
    {
        Config = Column("Commits in the store that no branch reaches any more"),
    };

    private readonly NumberField<long> _branches = new("branches") { Config = Column("Branches that are watched now") };
    private readonly TimeField _newest = new("newest_commit", nullable: true)
    {
        Config = Column("Committer time of the newest commit on a branch"),
    };

    private readonly StringField _defaultBranch = new("default_branch", nullable: true)
    {
        Config = Column("The branch that the remote's HEAD names"),
    };

    private readonly NumberField<long> _size = new("size") { Config = Column("Size of the local clone") with { Unit = "bytes" } };
    private readonly StringField _notice = new("notice", nullable: true) { Config = Column("What is off without stopping us") };
    private readonly StringField _url = new("url") { Config = Column("Where it is fetched from") };
    private readonly StringField _webUrl = new("web_url", nullable: true) { Config = Column("Its web interface") };

    private bool _isFinished;

    private Field[] Fields =>
        [_name, _error, _lag, _lastFetch, _commits, _vanished, _branches, _newest, _defaultBranch, _size, _notice, _url, _webUrl];

    public void Append(RepositoryRow row, DateTimeOffset now)
    {
        _name.Append(row.State.Name);
        _error.Append(row.State.Error);
        // A clock that was set back must not show a fetch in the future.
        _lag.Append(row.State.LastFetch is { } fetched ? Math.Max(0, Math.Round((now - fetched).TotalSeconds, 1)) : null);
        _lastFetch.Append(row.State.LastFetch);
        _commits.Append(row.Commits);
        _vanished.Append(row.Vanished);
        _branches.Append(row.Branches);
        _newest.Append(row.NewestCommit);
        _defaultBranch.Append(row.State.DefaultBranch);
        _size.Append(row.State.Size);
        _notice.Append(row.State.Notice);
        _url.Append(row.State.Url);
        _webUrl.Append(row.State.WebUrl);
    }

    /// <summary>The frame, which now owns the columns.</summary>
    public Frame Finish(IReadOnlyList<Notice> notices)
    {
        _isFinished = true;
        return new Frame(RepositoriesQuery.Definition.Name, Fields)
        {
            Meta = new FrameMeta
            {
                Notices = notices.Count == 0 ? null : notices,
                PreferredVisualisationType = "table",
                UniqueRowIdFields = [0],
            },
        };
    }

    public void Dispose()
    {
        if (_isFinished) return;
        foreach (var column in Fields) column.Dispose();
    }

    private static FieldConfig Column(string description) => new() { Description = description };
}
