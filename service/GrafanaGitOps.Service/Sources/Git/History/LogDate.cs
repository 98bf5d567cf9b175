using System.Buffers.Text;

namespace GrafanaGitOps.Service.Sources.Git.History;

/// <summary>Reads git's raw dates: seconds since 1970 and a zone, each of which a commit may give any value.</summary>
internal static class LogDate
{
    // .NET's limit for the distance from UTC.
    private const int MaxOffsetMinutes = 14 * 60;

    /// <summary>Moments outside the years 1 to 9999 become the nearest inside, impossible zones UTC, and what is no date 1970.</summary>
    public static DateTimeOffset Parse(ReadOnlySpan<byte> raw)
    {
        var blank = raw.IndexOf((byte)' ');
        var number = blank < 0 ? raw : raw[..blank];
        if (!Utf8Parser.TryParse(number, out long seconds, out var used) || used != number.Length)
            seconds = IsNumber(number) ? long.MaxValue : 0;

        var moment = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
        var offset = blank < 0 ? TimeSpan.Zero : ParseZone(raw[(blank + 1)..]);
        var local = moment.Ticks + offset.Ticks;
        return local < DateTimeOffset.MinValue.Ticks || local > DateTimeOffset.MaxValue.Ticks ? moment : moment.ToOffset(offset);
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) => text.Length > 0 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static TimeSpan ParseZone(ReadOnlySpan<byte> zone)
    {
        var isNegative = zone.StartsWith("-"u8);
        if (isNegative || zone.StartsWith("+"u8)) zone = zone[1..];
        if (!Utf8Parser.TryParse(zone, out int value, out var used) || used != zone.Length || value < 0) return TimeSpan.Zero;
        var minutes = (value / 100 * 60L) + (value % 100);
        return minutes > MaxOffsetMinutes ? TimeSpan.Zero : TimeSpan.FromMinutes(isNegative ? -minutes : minutes);
    }
}
