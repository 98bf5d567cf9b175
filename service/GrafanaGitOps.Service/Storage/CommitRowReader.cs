namespace GrafanaGitOps.Service.Storage;

/// <summary>Turns the columns of <see cref="CommitQuery"/> into rows; texts that repeat from row to row are kept once.</summary>
internal sealed class CommitRowReader(Dictionary<long, string> branchNames)
{
    private const int MostKept = 1_000;

    private readonly Dictionary<string, IReadOnlyList<string>> _branches = [];
    private readonly TextPool _texts = new();

    public CommitRow Read(StoredRow row)
    {
        var sha = row.Bytes(1)!;
        return new CommitRow
        {
            Id = row.GetInt64(24),
            Repository = _texts.Once(row.GetString(0)),
            Sha = ObjectId.ToHex(sha),
            AuthorName = _texts.Once(row.GetString(2)),
            AuthorEmail = _texts.Once(row.GetString(3)),
            AuthorTime = Moment(row, 4),
            CommitterName = _texts.Once(row.GetString(6)),
            CommitterTime = Moment(row, 7),
            Parents = [.. row.Bytes(9)!.Chunk(sha.Length).Select(parent => ObjectId.ToHex(parent))],
            Subject = row.GetString(10),
            Body = row.GetString(11),
            ChangeType = _texts.Once(row.GetString(12)),
            Scope = row.Text(13) is { } scope ? _texts.Once(scope) : null,
            Breaking = row.GetInt64(14) != 0,
            Reverts = StoredLists.Read(row.Text(15)),
            IssueKeys = StoredLists.Read(row.Text(16)),
            CoAuthors = StoredLists.Read(row.Text(17)),
            PullRequest = (int?)row.Number(18),
            Files = row.GetInt32(19),
            Insertions = (int?)row.Number(20),
            Deletions = (int?)row.Number(21),
            Vanished = StateRow.Moment(row.Number(22)),
            Branches = Branches(row.Text(23)),
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

    /// <summary>The moment in this column, in the zone of the next one.</summary>
    private static DateTimeOffset Moment(StoredRow row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column)).ToOffset(TimeSpan.FromMinutes(row.GetInt64(column + 1)));
}
