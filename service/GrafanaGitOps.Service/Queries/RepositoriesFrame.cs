using GrafanaGitOps.Service.Storage.Repositories;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The columns of <c>repositories</c>.</summary>
internal static class RepositoriesFrame
{
    public static FrameBuilder<RepositoryRow> Create(DateTimeOffset now)
    {
        var frame = new FrameBuilder<RepositoryRow>(RepositoriesQuery.Definition.Name) { Key = ["name"] };
        frame.Text("name", "Name of the repository", row => row.State.Name, ColumnConfig.Link("Show repository", "web_url"));
        frame.OptionalText("error", "Why the last look failed; empty when it succeeded", row => row.State.Error);
        // A clock that was set back must not show a fetch in the future.
        frame.Number(
            "lag_seconds", "Time since the last fetch that succeeded; empty before the first",
            row => row.State.LastFetch is { } fetched ? Math.Max(0, Math.Round((now - fetched).TotalSeconds, 1)) : (double?)null,
            ColumnConfig.Seconds);
        frame.Time("last_fetch", "When the last fetch that succeeded ended", row => row.State.LastFetch);
        frame.Number("commits", "Commits in the store", row => row.Commits);
        frame.Number("vanished", "Commits in the store that no branch reaches any more", row => row.Vanished);
        frame.Number("branches", "Branches that are watched now", row => row.Branches);
        frame.Time("newest_commit", "Committer time of the newest commit on a branch", row => row.NewestCommit);
        frame.OptionalText("default_branch", "The branch that the remote's HEAD names", row => row.State.DefaultBranch);
        frame.Number("size", "Size of the local clone", row => row.State.Size, new() { Unit = "bytes" });
        frame.OptionalText("notice", "What is off without stopping us", row => row.State.Notice);
        frame.Text("url", "Where it is fetched from", row => row.State.Url);
        frame.OptionalText("web_url", "Its web interface", row => row.State.WebUrl);
        return frame;
    }
}
