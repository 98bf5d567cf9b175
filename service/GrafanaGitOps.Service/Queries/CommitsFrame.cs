using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The columns of <c>commits</c>, in the order in which a person reads them: when, where, what, who, the rest.</summary>
internal sealed class CommitsFrame(WebLinks links, bool hasLinks) : IDisposable
{
    private const int ShortSha = 8;

    private readonly TimeField _time = new("time") { Config = Column("When the commit got into this history (committer time)") };
    private readonly StringField _repository = new("repository") { Config = Column("Name of the repository") };
    private readonly StringField _subject = new("subject") { Config = Column("First paragraph of the message") };
    private readonly StringField _author = new("author") { Config = Column("Who wrote the change") };
    private readonly StringField _type = new("type") { Config = Column("Conventional Commits type, or revert, merge, other") };
    private readonly StringField _scope = new("scope", nullable: true) { Config = Column("Conventional Commits scope") };
    private readonly BooleanField _breaking = new("breaking") { Config = Column("Marked as a breaking change") };
    private readonly StringField _shortSha = new("short_sha")
    {
        Config = Linked("The beginning of the object id", "Show commit", "url", hasLinks),
    };

    private readonly NumberField<int> _pullRequest = new("pull_request", nullable: true)
    {
        Config = Linked("Number of the pull or merge request that the subject names", "Show pull request", "pull_request_url", hasLinks),
    };

    private readonly StringField _issueKeys = new("issue_keys", nullable: true)
    {
        Config = Column("Keys of issues that the message names"),
    };

    private readonly StringField _branches = new("branches", nullable: true) { Config = Column("Branches that reach the commit now") };
    private readonly NumberField<int> _files = new("files") { Config = Column("Paths that the commit changed") };
    private readonly NumberField<int> _insertions = new("insertions", nullable: true)
    {
        Config = Column("Lines added; empty where lines are not counted"),
    };

    private readonly NumberField<int> _deletions = new("deletions", nullable: true)
    {
        Config = Column("Lines removed; empty where lines are not counted"),
    };

    private readonly StringField _coAuthors = new("co_authors", nullable: true) { Config = Column("From Co-authored-by") };
    private readonly StringField _reverts = new("reverts", nullable: true)
    {
        Config = Column("Object ids that the message says it reverts"),
    };

    private readonly TimeField _vanished = new("vanished", nullable: true)
    {
        Config = Column("When it was noticed that no branch reaches the commit any more"),
    };

    private readonly TimeField _authorTime = new("author_time") { Config = Column("When the change was written") };
    private readonly StringField _authorEmail = new("author_email") { Config = Column("Address of the author") };
    private readonly StringField _sha = new("sha") { Config = Column("The whole object id") };
    private readonly StringField _url = new("url", nullable: true) { Config = Column("The commit in the web interface of the repository") };
    private readonly StringField _pullRequestUrl = new("pull_request_url", nullable: true)
    {
        Config = Column("The pull request in the web interface of the repository"),
    };

    private bool _isFinished;

    public int RowCount { get; private set; }

    private Field[] Fields =>
    [
        _time, _repository, _subject, _author, _type, _scope, _breaking, _shortSha, _pullRequest, _issueKeys, _branches,
        _files, _insertions, _deletions, _coAuthors, _reverts, _vanished, _authorTime, _authorEmail, _sha, _url, _pullRequestUrl,
    ];

    public void Append(CommitRow row)
    {
        _time.Append(row.CommitterTime);
        _repository.Append(row.Repository);
        _type.Append(row.ChangeType);
        _scope.Append(row.Scope);
        _breaking.Append(row.Breaking);
        _subject.Append(row.Subject);
        _author.Append(row.AuthorName);
        _shortSha.Append(row.Sha[..Math.Min(ShortSha, row.Sha.Length)]);
        _pullRequest.Append(row.PullRequest);
        _issueKeys.Append(Join(row.IssueKeys));
        _branches.Append(Join(row.Branches));
        _files.Append(row.Files);
        _insertions.Append(row.Insertions);
        _deletions.Append(row.Deletions);
        _coAuthors.Append(Join(row.CoAuthors));
        _reverts.Append(Join(row.Reverts));
        _vanished.Append(row.Vanished);
        _authorTime.Append(row.AuthorTime);
        _authorEmail.Append(row.AuthorEmail);
        _sha.Append(row.Sha);
        _url.Append(links.Commit(row.Repository, row.Sha));
        _pullRequestUrl.Append(row.PullRequest is { } number ? links.PullRequest(row.Repository, number) : null);
        RowCount++;
    }

    /// <summary>The frame, which now owns the columns.</summary>
    public Frame Finish(IReadOnlyList<Notice> notices)
    {
        _isFinished = true;
        var fields = Fields;
        return new Frame(CommitsQuery.Definition.Name, fields)
        {
            Meta = new FrameMeta
            {
                Notices = notices.Count == 0 ? null : notices,
                PreferredVisualisationType = "table",
                UniqueRowIdFields = [Array.IndexOf(fields, _repository), Array.IndexOf(fields, _sha)],
            },
        };
    }

    public void Dispose()
    {
        if (_isFinished) return;
        foreach (var column in Fields) column.Dispose();
    }

    private static string? Join(IReadOnlyList<string> values) => values.Count == 0 ? null : string.Join(", ", values);

    private static FieldConfig Column(string description) => new() { Description = description };

    /// <summary>No links where no row can have an address: they would lead nowhere.</summary>
    private static FieldConfig Linked(string description, string title, string urlColumn, bool hasLinks) =>
        Column(description) with { Links = hasLinks ? [new DataLink(title, $"${{__data.fields.{urlColumn}}}")] : null };
}
