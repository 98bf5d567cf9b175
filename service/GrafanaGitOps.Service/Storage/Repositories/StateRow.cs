using System.Data.Common;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Repositories;

/// <summary>A row of <c>repositories</c>, but for the counts; Dapper finds the columns by these names.</summary>
#pragma warning disable CA1707
internal sealed record StateRow(
    string Name, string Url, string? Web_Url, string? Default_Branch, long? Last_Fetch, long? Last_Fetch_Duration, long? Last_Attempt,
    string? Error, string? Notice, long Size)
#pragma warning restore CA1707
{
    private const int LongestText = 8_192;

    public static StateRow From(RepositoryState state) => new(
        StoredText.Key(state.Name, "the repository"), StoredText.Clean(state.Url, LongestText), Clean(state.WebUrl), Clean(state.DefaultBranch),
        state.LastFetch?.ToUnixTimeMilliseconds(), (long?)state.LastFetchDuration?.TotalMilliseconds, state.LastAttempt?.ToUnixTimeMilliseconds(),
        Clean(state.Error), Clean(state.Notice), state.Size);

    /// <summary>From a row that begins with these columns in this order.</summary>
    public static StateRow Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), PlainSql.Text(row, 2), PlainSql.Text(row, 3), PlainSql.Number(row, 4), PlainSql.Number(row, 5),
        PlainSql.Number(row, 6), PlainSql.Text(row, 7), PlainSql.Text(row, 8), row.GetInt64(9));

    public RepositoryState ToState() => new()
    {
        Name = Name,
        Url = Url,
        WebUrl = Web_Url,
        DefaultBranch = Default_Branch,
        LastFetch = StoredMoment.At(Last_Fetch),
        LastFetchDuration = Last_Fetch_Duration is { } duration ? TimeSpan.FromMilliseconds(duration) : null,
        LastAttempt = StoredMoment.At(Last_Attempt),
        Error = Error,
        Notice = Notice,
        Size = Size,
    };

    /// <summary>Without what changes with every look at the remote; only <c>repositories</c> shows that, and it is not cached.</summary>
    public StateRow WithoutMoments() => this with { Last_Fetch = null, Last_Fetch_Duration = null, Last_Attempt = null, Size = 0 };

    private static string? Clean(string? text) => text is null ? null : StoredText.Clean(text, LongestText);
}
