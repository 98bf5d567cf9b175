namespace GrafanaGitOps.Service.Storage;

/// <summary>Turns the columns of <see cref="CommitQuery"/> into rows; texts that repeat from row to row are kept once.</summary>
internal sealed class CommitRowReader(Dictionary<long, string> branchNames)
{
    private const int MostKept = 1_000;

    private readonly Dictionary<string, IReadOnlyList<string>> _branches = [];

    public CommitRow Read(StoredRow row)
    {
        return new CommitRow
        {
            Id = row.GetInt64(24),
            Repository = row.GetShared(0),
            Sha = ObjectId.ToHex(row.Span(1)),
            AuthorName = row.GetShared(2),
            AuthorEmail = row.GetShared(3),
            AuthorTime = Moment(row, 4),
            CommitterName = row.GetShared(6),
            CommitterTime = Moment(row, 7),
            Parents = Parents(row.Span(9), row.Span(1).Length),
            Subject = row.GetString(10),
            Body = row.GetString(11),
            ChangeType = row.GetShared(12),
            Scope = row.Shared(13),
            Breaking = row.GetInt64(14) != 0,
            Reverts = StoredLists.Read(row.Text(15)),
            IssueKeys = StoredLists.Read(row.Text(16)),
            CoAuthors = StoredLists.Read(row.Text(17)),
            PullRequest = (int?)row.Number(18),
            Files = row.GetInt32(19),
            Insertions = (int?)row.Number(20),
            Deletions = (int?)row.Number(21),
            Vanished = StateRow.Moment(row.Number(22)),
            Branches = Branches(row.Shared(23)),
        };
    }

    private static string[] Parents(ReadOnlySpan<byte> shas, int length)
    {
        if (shas.IsEmpty) return [];
        var parents = new string[shas.Length / length];
        for (var i = 0; i < parents.Length; i++) parents[i] = ObjectId.ToHex(shas.Slice(i * length, length));
        return parents;
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
