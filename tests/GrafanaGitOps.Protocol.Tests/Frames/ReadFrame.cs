using System.Text;

namespace GrafanaGitOps.Protocol.Tests.Frames;

/// <summary>What a reader found in an Arrow file, or what it should find; compared as text, which shows the difference best.</summary>
internal sealed record ReadFrame(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<ReadField> Fields, int Rows, int Batches)
{
    public override string ToString()
    {
        var text = new StringBuilder().Append(Rows).Append(" rows in ").Append(Batches).Append(" batches").Append(Pairs(Metadata)).Append('\n');
        foreach (var field in Fields)
        {
            text.Append(field.Name).Append(": ").Append(field.Type).Append(field.Nullable ? "?" : "").Append(Pairs(field.Metadata)).Append('\n');
            foreach (var cell in field.Cells) text.Append("  ").Append(cell ?? "(null)").Append('\n');
        }

        return text.ToString();
    }

    private static string Pairs(IReadOnlyDictionary<string, string> metadata) =>
        string.Concat(metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $" {pair.Key}={pair.Value}"));
}

/// <summary>A column; numbers are digits, times nanoseconds since 1970, floats the shortest text of their 64-bit value.</summary>
internal sealed record ReadField(string Name, string Type, bool Nullable, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string?> Cells);
