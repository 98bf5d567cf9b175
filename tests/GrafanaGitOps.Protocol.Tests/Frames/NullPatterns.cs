using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Tests.Frames;

/// <summary>Where nulls may stand, at lengths around the bytes and words of a bitmap.</summary>
internal static class NullPatterns
{
    private static readonly (string Name, Func<int, int, bool> IsNull)[] Patterns =
    [
        ("none", (_, _) => false),
        ("all", (_, _) => true),
        ("even", (row, _) => row % 2 == 0),
        ("odd", (row, _) => row % 2 == 1),
        ("first", (row, _) => row == 0),
        ("last", (row, rows) => row == rows - 1),
        ("all but last", (row, rows) => row < rows - 1),
    ];

    public static IReadOnlyList<int> Lengths { get; } = [0, 1, 7, 8, 9, 63, 64, 65];

    /// <summary>A column for each type and pattern, and one that is not nullable for each type.</summary>
    public static IReadOnlyList<Column> Columns(int rows) =>
    [
        .. from type in FrameSamples.Types
           from pattern in Patterns
           select new Column($"{type} {pattern.Name}", type, true, Cells(type, rows, pattern.IsNull)),
        .. from type in FrameSamples.Types select new Column($"{type} required", type, false, Cells(type, rows, (_, _) => false)),
    ];

    private static object?[] Cells(FieldType type, int rows, Func<int, int, bool> isNull)
    {
        var samples = FrameSamples.Cells(type);
        return [.. Enumerable.Range(0, rows).Select(row => isNull(row, rows) ? null : samples[row % samples.Count])];
    }
}
