using System.Buffers;
using System.Globalization;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>Durations as Go writes them: <c>10m0s</c>, <c>1h30m</c>, <c>250ms</c>, <c>1.5s</c>.</summary>
internal static class FluxDuration
{
    private static readonly SearchValues<char> NumberText = SearchValues.Create("0123456789.");

    private static readonly (string Suffix, double Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("us", TimeSpan.TicksPerMicrosecond), ("µs", TimeSpan.TicksPerMicrosecond), ("ns", 0.01),
        ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour),
    ];

    /// <summary>Null for nothing and for what is no duration.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 64) return null;
        if (text == "0") return TimeSpan.Zero;
        var rest = text.AsSpan();
        var ticks = 0d;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberText);
            if (digits < 1 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
            rest = rest[digits..];
            if (!TryUnit(ref rest, out var unit)) return null;
            ticks += number * unit;
        }

        return ticks < TimeSpan.MaxValue.Ticks / 1024 ? TimeSpan.FromTicks((long)Math.Round(ticks)) : null;
    }

    private static bool TryUnit(ref ReadOnlySpan<char> rest, out double ticks)
    {
        foreach (var (suffix, unit) in Units)
        {
            if (!rest.StartsWith(suffix, StringComparison.Ordinal)) continue;
            rest = rest[suffix.Length..];
            ticks = unit;
            return true;
        }

        ticks = 0;
        return false;
    }
}
