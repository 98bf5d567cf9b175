namespace GrafanaGitOps.Service.Storage.Rows;

/// <summary>What a column holds.</summary>
internal enum ColumnType
{
    Integer,
    Text,
    Blob,
}

/// <summary>A column, and where its value is in a row of ours; just one of the three is set, as the type says.</summary>
internal sealed record Column<TRow>(string Name, ColumnType Type)
{
    public Func<TRow, long?>? Integer { get; init; }

    public Func<TRow, string?>? Text { get; init; }

    public Func<TRow, byte[]?>? Blob { get; init; }

    /// <summary>Whether both rows have the same value in it.</summary>
    public bool IsSame(TRow one, TRow other) => Type switch
    {
        ColumnType.Integer => Integer!(one) == Integer(other),
        ColumnType.Text => Text!(one) == Text(other),
        _ => Blob!(one).AsSpan().SequenceEqual(Blob(other)),
    };
}
