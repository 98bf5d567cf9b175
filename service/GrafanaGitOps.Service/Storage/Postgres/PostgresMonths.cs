using System.Globalization;

namespace GrafanaGitOps.Service.Storage.Postgres;

/// <summary>Tables that are divided by month: <c>activities_2026_11</c> is the November of 2026 of <c>activities</c>.</summary>
internal static class PostgresMonths
{
    private const string Suffix = "'_'yyyy'_'MM";

    /// <summary>Makes the months that are not there. Who asks is the only writer, so none is made twice.</summary>
    public static async Task PrepareAsync(DatabaseTransaction transaction, string table, IEnumerable<DateTimeOffset> moments)
    {
        foreach (var month in moments.Select(MonthOf).Distinct())
        {
            var part = table + month.ToString(Suffix, CultureInfo.InvariantCulture);
            if (await transaction.ScalarAsync<string>("SELECT to_regclass(@part)::text", new { part }) is not null) continue;
            await transaction.ExecuteAsync(
                $"CREATE TABLE {part} PARTITION OF {table} FOR VALUES FROM ({month.ToUnixTimeMilliseconds()}) TO ({month.AddMonths(1).ToUnixTimeMilliseconds()})");
        }
    }

    /// <summary>Drops the months that had ended by the moment; returns how many.</summary>
    public static async Task<int> DropAsync(DatabaseTransaction transaction, string table, DateTimeOffset before)
    {
        var parts = await transaction.QueryAsync<string>(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass(@table)", new { table });
        var ended = parts.Where(part => DateTimeOffset.TryParseExact(
            part[table.Length..], Suffix, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var month) && month.AddMonths(1) <= before).ToList();
        foreach (var part in ended) await transaction.ExecuteAsync($"DROP TABLE {part}");
        return ended.Count;
    }

    private static DateTimeOffset MonthOf(DateTimeOffset moment)
    {
        var utc = moment.ToUniversalTime();
        return new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
