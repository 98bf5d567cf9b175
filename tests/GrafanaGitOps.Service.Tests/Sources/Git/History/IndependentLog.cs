using System.Globalization;
using System.Text;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Tests.Storage;

namespace GrafanaGitOps.Service.Tests.Sources.Git.History;

/// <summary>The same history by another route: other options of git, other separators, git's own split of messages and trailers.</summary>
internal static class IndependentLog
{
    private const char Unit = '\u001f';
    private const char Record = '\u001e';

    public static List<string> Read(string folder)
    {
        var format = string.Join("%x1f", "%H", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%s", "%b", "%(trailers:only,unfold,separator=%x1d)");
        var text = Encoding.UTF8.GetString(WorkRepository.RunIn(folder, [], ["-c", "core.quotePath=false", "log", "-c", "--name-status", "--no-renames", $"--format=%x1e{format}%x1f"]));
        return [.. text.Split(Record, StringSplitOptions.RemoveEmptyEntries).Select(Normalize)];
    }

    public static string Describe(Commit commit) => string.Join(
        Unit,
        commit.Sha, string.Join(' ', commit.Parents), commit.Author.Name, commit.Author.Email, Iso(commit.Author.Time), commit.Committer.Name, commit.Committer.Email, Iso(commit.Committer.Time),
        commit.Subject, commit.Body, string.Join('\u001d', commit.Trailers.Select(trailer => $"{trailer.Key}: {trailer.Value}".TrimEnd())),
        string.Join('\n', commit.Paths.Select(path => $"{path.Status}\t{path.Path}")));

    /// <summary>What is stored of each commit, by object id.</summary>
    public static List<string> ReadRows(string folder) => [.. Read(folder).Select(record => record.Split(Unit)).OrderBy(fields => fields[0], StringComparer.Ordinal)
        .Select(fields => Row(fields[0], fields[1], fields[2], fields[3], Utc(fields[4]), fields[5], fields[6], Utc(fields[7]), fields[8], fields[9], fields[11].Length == 0 ? 0 : fields[11].Split('\n').Length))];

    public static string Describe(StoredCommit row) => Row(
        row.Sha, string.Join(' ', row.Parents), row.AuthorName, row.AuthorEmail, row.AuthorTime.UtcDateTime, row.CommitterName, row.CommitterEmail,
        row.CommitterTime.UtcDateTime, row.Subject, row.Body, row.Files);

    private static string Row(params ReadOnlySpan<object> values) => string.Join(Unit, values.ToArray().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));

    private static DateTime Utc(string iso) => DateTimeOffset.Parse(iso, CultureInfo.InvariantCulture).UtcDateTime;

    private static string Normalize(string record)
    {
        var fields = record.Split(Unit);
        fields[9] = fields[9].TrimEnd();
        fields[10] = string.Join('\u001d', fields[10].Split('\u001d').Select(trailer => trailer.TrimEnd()));
        // Of a merge, the status has a letter for each parent.
        fields[11] = string.Join('\n', fields[11].Trim('\n').Split('\n').Select(line => line.Length == 0 ? line : $"{line[0]}{line[line.IndexOf('\t', StringComparison.Ordinal)..]}"));
        return string.Join(Unit, fields);
    }

    private static string Iso(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
