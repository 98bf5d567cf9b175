namespace GrafanaGitOps.Protocol.Frames;

/// <summary>A named, typed column of a <see cref="Frame"/>. Cells are appended in row order, straight into pooled memory in Arrow's layout.</summary>
public abstract class Field
{
    private protected Field(string name, FieldType type, bool nullable)
    {
        Name = name;
        Type = type;
        IsNullable = nullable;
    }

    /// <summary>The column's name, <c>snake_case</c> in our queries.</summary>
    public string Name { get; }

    /// <summary>What a cell is.</summary>
    public FieldType Type { get; }

    /// <summary>Whether cells may be null. Grafana reads a field that is not nullable without looking at its validity bitmap.</summary>
    public bool IsNullable { get; }

    /// <summary>Dimensions of a number field; null when it has none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>How Grafana shows the column; null leaves it to Grafana.</summary>
    public FieldConfig? Config { get; init; }

    /// <summary>The number of cells.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>Appends a null; an <see cref="InvalidOperationException"/> that names the field when it is not nullable.</summary>
    public void AppendNull() => throw new NotImplementedException();
}

/// <summary>Times, UTC.</summary>
public sealed class TimeField(string name, bool nullable = false) : Field(name, FieldType.Time, nullable)
{
    /// <summary>Appends a time. Nanoseconds hold 1677-09-21 to 2262-04-11; a time outside gives a <see cref="FrameException"/> that names field and row.</summary>
    public void Append(DateTimeOffset value) => throw new NotImplementedException();

    /// <summary>Appends a time, or null.</summary>
    public void Append(DateTimeOffset? value) => throw new NotImplementedException();
}

/// <summary>Texts.</summary>
public sealed class StringField(string name, bool nullable = false) : Field(name, FieldType.String, nullable)
{
    /// <summary>Appends a text, or null. Lone surrogates become U+FFFD.</summary>
    public void Append(string? value) => throw new NotImplementedException();

    /// <summary>Appends a text that is UTF-8 already; invalid bytes become U+FFFD.</summary>
    public void AppendUtf8(ReadOnlySpan<byte> value) => throw new NotImplementedException();
}

/// <summary>Numbers of one of the ten Arrow number types.</summary>
/// <typeparam name="T">sbyte, short, int, long, byte, ushort, uint, ulong, float or double; anything else is refused by the constructor.</typeparam>
public sealed class NumberField<T>(string name, bool nullable = false) : Field(name, default, nullable)
    where T : unmanaged
{
    /// <summary>Appends a number.</summary>
    public void Append(T value) => throw new NotImplementedException();

    /// <summary>Appends a number, or null.</summary>
    public void Append(T? value) => throw new NotImplementedException();
}

/// <summary>Truth values.</summary>
public sealed class BooleanField(string name, bool nullable = false) : Field(name, FieldType.Boolean, nullable)
{
    /// <summary>Appends a truth value.</summary>
    public void Append(bool value) => throw new NotImplementedException();

    /// <summary>Appends a truth value, or null.</summary>
    public void Append(bool? value) => throw new NotImplementedException();
}

/// <summary>JSON values, one a cell; shown as objects.</summary>
public sealed class JsonField(string name, bool nullable = false) : Field(name, FieldType.Json, nullable)
{
    /// <summary>Appends the UTF-8 text of one JSON value; it is not checked.</summary>
    public void Append(ReadOnlySpan<byte> json) => throw new NotImplementedException();

    /// <summary>Appends a JSON array of texts, or null.</summary>
    public void AppendStrings(IEnumerable<string>? values) => throw new NotImplementedException();
}

/// <summary>States out of a fixed list.</summary>
public sealed class EnumField(string name, IReadOnlyList<string> texts, bool nullable = false) : Field(name, FieldType.Enum, nullable)
{
    /// <summary>The texts that the numbers stand for, at most 65,536.</summary>
    public IReadOnlyList<string> Texts { get; } = texts;

    /// <summary>Appends an index into <see cref="Texts"/>.</summary>
    public void Append(ushort index) => throw new NotImplementedException();

    /// <summary>Appends an index into <see cref="Texts"/>, or null.</summary>
    public void Append(ushort? index) => throw new NotImplementedException();
}
