using System.Globalization;

namespace GrafanaGitOps.Benchmarks;

/// <summary>Collects figures, holds them against their targets and prints them as the table of the README.</summary>
internal sealed class Report
{
    private readonly List<(string Name, double Value, string Unit, double? Target, bool AtMost)> _figures = [];

    public void Add(string name, double value, string unit) => Add(name, value, unit, null, atMost: true);

    public void AtMost(string name, double value, string unit, double target) => Add(name, value, unit, target, atMost: true);

    public void AtLeast(string name, double value, string unit, double target) => Add(name, value, unit, target, atMost: false);

    /// <summary>Prints the table; the exit code, 1 when a target was missed.</summary>
    public int Print()
    {
        Console.WriteLine("\n| figure | value | target | |\n|---|---:|---:|---|");
        foreach (var (name, value, unit, target, atMost) in _figures)
            Console.WriteLine($"| {name} | {Format(value)} {unit} | {(target is { } limit ? $"{(atMost ? "≤" : "≥")} {Format(limit)} {unit}" : "")} | {Verdict(value, target, atMost)} |");
        return _figures.Any(figure => Verdict(figure.Value, figure.Target, figure.AtMost) == "missed") ? 1 : 0;
    }

    private void Add(string name, double value, string unit, double? target, bool atMost)
    {
        _figures.Add((name, value, unit, target, atMost));
        Console.WriteLine($"{name}: {Format(value)} {unit}");
    }

    private static string Verdict(double value, double? target, bool atMost) =>
        target is not { } limit ? "" : (atMost ? value <= limit : value >= limit) ? "met" : "missed";

    private static string Format(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.##", CultureInfo.InvariantCulture);
}
