using System.Text;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Git.Messages;

/// <summary>What a message says by the conventions of the field.</summary>
internal sealed record CommitMessage
{
    public required string Subject { get; init; }

    public required string Body { get; init; }

    public required IReadOnlyList<Trailer> Trailers { get; init; }

    public required IReadOnlyList<Person> CoAuthors { get; init; }

    public required string ChangeType { get; init; }

    public required string? Scope { get; init; }

    public required bool Breaking { get; init; }

    public required IReadOnlyList<string> Reverts { get; init; }

    public required IReadOnlyList<string> IssueKeys { get; init; }

    public required int? PullRequest { get; init; }

    public static CommitMessage Parse(string message, bool isMerge, IssueKeys issueKeys)
    {
        var (subject, body) = Split(message);
        var conventional = ConventionalCommit.Parse(subject, body);
        var trailers = Messages.Trailers.Read(body);
        return new CommitMessage
        {
            Subject = Cut(subject, CommitLimits.Subject),
            Body = Cut(body, CommitLimits.Body),
            Trailers = trailers,
            CoAuthors = trailers.Count == 0 ? [] : FindCoAuthors(trailers),
            ChangeType = conventional?.Type ?? (Messages.Reverts.IsRevertSubject(subject) ? "revert" : isMerge ? "merge" : "other"),
            Scope = conventional?.Scope,
            Breaking = conventional?.Breaking ?? (body.Contains("BREAKING", StringComparison.Ordinal) && Footer.ReadAll(body).Any(footer => footer.IsBreaking)),
            Reverts = Messages.Reverts.Find(body, conventional),
            IssueKeys = issueKeys.Find(message),
            PullRequest = PullRequestNumber.Find(subject, body),
        };
    }

    /// <summary>The first paragraph on one line, and the rest, as git's <c>%s</c> and <c>%b</c> do.</summary>
    internal static (string Subject, string Body) Split(string message)
    {
        var rest = message.AsSpan();
        var first = ReadOnlySpan<char>.Empty;
        while (rest.Length > 0 && first.IsEmpty) first = NextLine(ref rest).TrimEnd();
        StringBuilder? joined = null;
        while (rest.Length > 0)
        {
            var line = NextLine(ref rest).TrimEnd();
            if (line.IsEmpty) break;
            joined = (joined ?? new StringBuilder().Append(first)).Append(' ').Append(line);
        }

        for (var next = rest; next.Length > 0 && NextLine(ref next).IsWhiteSpace();) rest = next;
        return (joined?.ToString() ?? first.ToString(), rest.TrimEnd().ToString());
    }

    private static ReadOnlySpan<char> NextLine(scoped ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line;
    }

    private static List<Person> FindCoAuthors(IReadOnlyList<Trailer> trailers)
    {
        var people = new List<Person>();
        foreach (var trailer in trailers.Where(trailer => trailer.Key.Equals("Co-authored-by", StringComparison.OrdinalIgnoreCase)))
        {
            var (open, close) = (trailer.Value.IndexOf('<', StringComparison.Ordinal), trailer.Value.LastIndexOf('>'));
            var person = open < 0 || close < open
                ? new Person(Cut(trailer.Value, GitLimits.PersonLength), "")
                : new Person(Cut(trailer.Value[..open].Trim(), GitLimits.PersonLength), Cut(trailer.Value[(open + 1)..close].Trim(), GitLimits.PersonLength));
            if (person is not { Name: "", Email: "" } && !people.Contains(person)) people.Add(person);
        }

        return people;
    }

    // Never between the halves of a surrogate pair.
    internal static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
