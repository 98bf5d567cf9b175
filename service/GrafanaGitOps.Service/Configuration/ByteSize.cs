using System.Globalization;

namespace GrafanaGitOps.Service.Configuration;

/// <summary>A number of bytes, written as <c>4096</c>, <c>512KiB</c>, <c>64MiB</c> or <c>2GiB</c>.</summary>
public readonly record struct ByteSize(long Bytes)
{
    private static readonly (string Suffix, int Shift)[] Units = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("", 0)];

    /// <summary>Reads one of the forms above.</summary>
    public static bool TryParse(string text, out ByteSize size)
    {
        size = default;
        var (suffix, shift) = Array.Find(Units, unit => text.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));
        if (!long.TryParse(text[..^suffix.Length].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        if (number > long.MaxValue >> shift) return false;
        size = new ByteSize(number << shift);
        return true;
    }
}
