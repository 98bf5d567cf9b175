using System.Globalization;

namespace GrafanaGitOps.Service.Configuration;

/// <summary>Durations as people write them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>, <c>7d</c>, <c>1.5h</c> or <c>00:05:00</c>.</summary>
public static class Duration
{
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Reads one of the forms above; a bare number has no unit and is refused.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        if (text.Contains(':')) return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration);
        duration = default;
        var (suffix, unit) = Array.Find(Units, unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        if (suffix is null) return false;
        if (!double.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        if (number * unit.Ticks >= TimeSpan.MaxValue.Ticks) return false;
        duration = number * unit;
        return true;
    }
}
