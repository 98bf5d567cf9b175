using System.Globalization;

namespace GrafanaGitOps.Service.Queries;

/// <summary>Seconds as people read them: the largest unit and the next one, such as <c>1 h 30 min</c>; the rest is cut off.</summary>
internal static class DurationText
{
    private static readonly (string Name, double Seconds)[] Units = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];

    public static string Of(double seconds)
    {
        var whole = Math.Round(Math.Abs(seconds), MidpointRounding.AwayFromZero);
        var sign = seconds < 0 && whole > 0 ? "-" : "";
        var largest = Array.FindIndex(Units, unit => whole >= unit.Seconds);
        if (largest < 0) return "0 s";
        var (unit, size) = Units[largest];
        var text = string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Floor(whole / size)} {unit}");
        if (largest + 1 == Units.Length) return text;
        var (next, nextSize) = Units[largest + 1];
        var rest = Math.Floor(whole % size / nextSize);
        return rest == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text} {rest} {next}");
    }
}
