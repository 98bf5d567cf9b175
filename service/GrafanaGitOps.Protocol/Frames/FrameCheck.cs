namespace GrafanaGitOps.Protocol.Frames;

/// <summary>What must hold of a whole frame before it is written; cells are checked as they are appended.</summary>
internal static class FrameCheck
{
    public static void Check(Frame frame)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Frames are written on little-endian machines only.");
        foreach (var field in frame.Fields)
        {
            ObjectDisposedException.ThrowIf(field.IsDisposed, frame);
            CheckLength(frame, field);
            if (field is EnumField states) CheckColors(states);
            if (field.Config is { } config) CheckConfig(field, config);
        }

        CheckNames(frame);
    }

    private static void CheckLength(Frame frame, Field field)
    {
        if (field.Count == frame.RowCount) return;
        throw new FrameException(
            $"Frame \"{frame.Name}\": field \"{field.Name}\" has {field.Count} rows, but field \"{frame.Fields[0].Name}\" has {frame.RowCount}; " +
            "append one cell to every field in every row.");
    }

    private static void CheckColors(EnumField field)
    {
        if (field.Config?.EnumColors is { } colors && colors.Count != field.Texts.Count)
            throw new FrameException($"Field \"{field.Name}\" has {colors.Count} colours for {field.Texts.Count} texts; give each text one.");
    }

    private static void CheckConfig(Field field, FieldConfig config)
    {
        // Grafana reads an unsigned 16-bit number and refuses the whole frame otherwise.
        if (config.Decimals is { } decimals and (< 0 or > ushort.MaxValue))
            throw new FrameException($"Field \"{field.Name}\": {decimals} decimals; use 0 to {ushort.MaxValue}, or null.");
        // Grafana takes the last step that is not above the value, so unsorted steps would show wrong colours without a word.
        if (config.Thresholds?.Steps is { } steps && !Ascend(steps))
            throw new FrameException($"Field \"{field.Name}\": the steps of thresholds must ascend, and only the first has no value.");
    }

    private static bool Ascend(IReadOnlyList<Threshold> steps) =>
        steps is [{ Value: null }, ..] && steps.Zip(steps.Skip(1)).All(pair => pair.Second.Value is { } next && !(next <= pair.First.Value));

    private static void CheckNames(Frame frame)
    {
        if (frame.Fields.Count < 2) return;
        var seen = new HashSet<Field>(frame.Fields.Count, NameAndLabels.Comparer);
        foreach (var field in frame.Fields)
        {
            if (seen.Add(field)) continue;
            throw new FrameException(
                $"Frame \"{frame.Name}\": two fields are named \"{field.Name}\" and have the same labels; Grafana tells fields apart by these, so change one.");
        }
    }

    private sealed class NameAndLabels : IEqualityComparer<Field>
    {
        public static readonly NameAndLabels Comparer = new();

        public bool Equals(Field? x, Field? y) => x!.Name == y!.Name && Same(x.Labels, y.Labels);

        // The order of labels means nothing, so their hashes are added.
        public int GetHashCode(Field field)
        {
            var labels = 0;
            if (field.Labels is not null)
                foreach (var (name, value) in field.Labels) labels += HashCode.Combine(name, value);
            return HashCode.Combine(field.Name, labels);
        }

        private static bool Same(IReadOnlyDictionary<string, string>? x, IReadOnlyDictionary<string, string>? y)
        {
            if ((x?.Count ?? 0) != (y?.Count ?? 0)) return false;
            return x is null || x.All(label => y!.TryGetValue(label.Key, out var value) && value == label.Value);
        }
    }
}
