using System.Buffers.Text;
using System.Text;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git.Messages;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources.Git.History;

/// <summary>Makes commits of the fields that git writes in <see cref="LogFormat"/>. Fields that fit nowhere are left out.</summary>
internal sealed class LogParser(IssueKeys issueKeys, bool countLines)
{
    private readonly TextPool _strings = new(GitLimits.SharedStrings);
    private readonly List<ChangedPath> _paths = [];
    private int _headerField;
    private string _sha = "";
    private string[] _parents = [];
    private string _name = "";
    private string _email = "";
    private Signature _author;
    private Signature _committer;
    private CommitMessage? _message;
    private char _status;
    private int _pathCount;
    private int _insertions;
    private int _deletions;

    /// <summary>Takes the next field; returns the commit before when this one opens another.</summary>
    public Commit? Accept(ReadOnlySpan<byte> field)
    {
        if (_status != 0)
        {
            AddPath(field);
            return null;
        }

        if (_headerField is > 0 and < LogFormat.HeaderFields)
        {
            AcceptHeader(field);
            return null;
        }

        field = field.TrimStart((byte)'\n');
        if (field.IsEmpty) return null;
        switch (field[0])
        {
            case (byte)LogFormat.Opening:
                var finished = Finish();
                _sha = Encoding.ASCII.GetString(field[1..]);
                _headerField = 1;
                return finished;
            case (byte)':':
                // Of a merge there is one for each parent.
                _status = (char)field[field.LastIndexOf((byte)' ') + 1];
                break;
            // Of a merge git counts all that it brought.
            default:
                if (_parents.Length <= 1) AddLineCounts(field);
                break;
        }

        return null;
    }

    /// <summary>The last commit, when the output has ended.</summary>
    public Commit? Finish()
    {
        var finished = _message is null ? null : Create(_message);
        _paths.Clear();
        if (_paths.Capacity > GitLimits.BatchPaths) _paths.Capacity = 0;
        (_message, _headerField, _pathCount, _insertions, _deletions) = (null, 0, 0, 0, 0);
        return finished;
    }

    private void AcceptHeader(ReadOnlySpan<byte> field)
    {
        switch (_headerField++)
        {
            case 1:
                _parents = field.IsEmpty ? [] : Encoding.ASCII.GetString(field).Split(' ');
                break;
            case 2 or 5:
                _name = _strings.Once(field, GitLimits.PersonLength);
                break;
            case 3 or 6:
                _email = _strings.Once(field, GitLimits.PersonLength);
                break;
            case 4:
                _author = new Signature(_name, _email, LogDate.Parse(field));
                break;
            case 7:
                _committer = new Signature(_name, _email, LogDate.Parse(field));
                break;
            default:
                _message = CommitMessage.Parse(Encoding.UTF8.GetString(field), _parents.Length > 1, issueKeys);
                break;
        }
    }

    private Commit Create(CommitMessage message) => new()
    {
        Sha = _sha,
        Author = _author,
        Committer = _committer,
        Parents = _parents,
        Subject = message.Subject,
        Body = message.Body,
        Trailers = message.Trailers,
        CoAuthors = message.CoAuthors,
        ChangeType = message.ChangeType,
        Scope = message.Scope,
        Breaking = message.Breaking,
        Reverts = message.Reverts,
        IssueKeys = message.IssueKeys,
        PullRequest = message.PullRequest,
        Paths = [.. _paths],
        PathCount = _pathCount,
        Insertions = countLines ? _insertions : null,
        Deletions = countLines ? _deletions : null,
    };

    private void AddPath(ReadOnlySpan<byte> path)
    {
        if (_pathCount++ < CommitLimits.Paths) _paths.Add(new ChangedPath(_status, _strings.Once(path)));
        _status = default;
    }

    // Lines added, lines removed, path, with tabs between; binary files have hyphens, which count nothing.
    private void AddLineCounts(ReadOnlySpan<byte> field)
    {
        if (Utf8Parser.TryParse(field, out int added, out var used) && used < field.Length) _insertions += added;
        var rest = field[(field.IndexOf((byte)'\t') + 1)..];
        if (Utf8Parser.TryParse(rest, out int removed, out _)) _deletions += removed;
    }
}
