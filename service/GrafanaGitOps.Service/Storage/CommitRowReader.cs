using System.Data.Common;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Turns the columns of <see cref="CommitQuery"/> into rows; texts that repeat from row to row are kept once.</summary>
internal sealed class CommitRowReader(Dictionary<long, string> branchNames)
{
    private const int MostKept = 1_000;

    private readonly Dictionary<string, IReadOnlyList<string>> _branches = [];
    private readonly HashSet<string> _texts = [];

    public CommitRow Read(DbDataReader reader)
    {
        var sha = reader.GetFieldValue<byte[]>(1);
        return new CommitRow
        {
            Id = reader.GetInt64(24),
            Repository = Once(reader.GetString(0)),
            Sha = ObjectId.ToHex(sha),
            AuthorName = Once(reader.GetString(2)),
            AuthorEmail = Once(reader.GetString(3)),
            AuthorTime = Moment(reader, 4),
            CommitterName = Once(reader.GetString(6)),
            CommitterTime = Moment(reader, 7),
            Parents = [.. reader.GetFieldValue<byte[]>(9).Chunk(sha.Length).Select(parent => ObjectId.ToHex(parent))],
            Subject = reader.GetString(10),
            Body = reader.GetString(11),
            ChangeType = Once(reader.GetString(12)),
            Scope = Text(reader, 13) is { } scope ? Once(scope) : null,
            Breaking = reader.GetInt64(14) != 0,
            Reverts = StoredLists.Read(Text(reader, 15)),
            IssueKeys = StoredLists.Read(Text(reader, 16)),
            CoAuthors = StoredLists.Read(Text(reader, 17)),
            PullRequest = (int?)Number(reader, 18),
            Files = reader.GetInt32(19),
            Insertions = (int?)Number(reader, 20),
            Deletions = (int?)Number(reader, 21),
            Vanished = StateRow.Moment(Number(reader, 22)),
            Branches = Branches(Text(reader, 23)),
        };
    }

    private IReadOnlyList<string> Branches(string? ids)
    {
        if (ids is null) return [];
        if (_branches.TryGetValue(ids, out var names)) return names;
        names = [.. StoredLists.ReadIds(ids).Select(id => branchNames[id]).Order(StringComparer.Ordinal)];
        if (_branches.Count >= MostKept) _branches.Clear();
        return _branches[ids] = names;
    }

    private string Once(string text)
    {
        if (_texts.TryGetValue(text, out var kept)) return kept;
        if (_texts.Count >= MostKept) _texts.Clear();
        _texts.Add(text);
        return text;
    }

    /// <summary>The moment in this column, in the zone of the next one.</summary>
    private static DateTimeOffset Moment(DbDataReader reader, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column)).ToOffset(TimeSpan.FromMinutes(reader.GetInt64(column + 1)));

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static long? Number(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
