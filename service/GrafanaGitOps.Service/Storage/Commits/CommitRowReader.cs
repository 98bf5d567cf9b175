namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>Turns the columns of <see cref="CommitQuery"/> into rows; texts that repeat from row to row are kept once.</summary>
internal sealed class CommitRowReader(Dictionary<long, string> branchNames)
{
    private const int MostKept = 1_000;

    private readonly Dictionary<string, IReadOnlyList<string>> _branches = [];

    public CommitRow Read(StoredRow row)
    {
        return new CommitRow
        {
            Id = row.GetInt64(21),
            Repository = row.GetShared(0),
            Sha = ObjectId.ToHex(row.Span(1)),
            AuthorName = row.GetShared(2),
            AuthorEmail = row.GetShared(3),
            AuthorTime = Moment(row, 4),
            CommitterTime = Moment(row, 6),
            Subject = row.GetString(8),
            ChangeType = row.GetShared(9),
            Scope = row.Shared(10),
            Breaking = row.GetInt64(11) != 0,
            Reverts = StoredLists.Read(row.Text(12)),
            IssueKeys = StoredLists.Read(row.Text(13)),
            CoAuthors = StoredLists.Read(row.Text(14)),
            PullRequest = (int?)row.Number(15),
            Files = row.GetInt32(16),
            Insertions = (int?)row.Number(17),
            Deletions = (int?)row.Number(18),
            Vanished = StoredMoment.At(row.Number(19)),
            Branches = Branches(row.Shared(20)),
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
