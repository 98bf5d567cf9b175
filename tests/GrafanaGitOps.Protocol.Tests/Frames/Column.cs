using System.Globalization;
using System.Text;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Tests.Frames;

/// <summary>A column as a test states it: makes the field and says, by other means than the field's, what a reader must find.</summary>
internal sealed record Column(string Name, FieldType Type, bool Nullable, IReadOnlyList<object?> Cells)
{
    public static IReadOnlyList<string> EnumTexts { get; } = ["Synced", "OutOfSync", "Unknown"];

    public Field ToField() => Type switch
    {
        FieldType.Time => Fill(new TimeField(Name, Nullable), (field, cell) => field.Append((DateTimeOffset)cell)),
        FieldType.String => Fill(new StringField(Name, Nullable), (field, cell) => field.Append((string)cell)),
        FieldType.Int8 => Numbers<sbyte>(),
        FieldType.Int16 => Numbers<short>(),
        FieldType.Int32 => Numbers<int>(),
        FieldType.Int64 => Numbers<long>(),
        FieldType.UInt8 => Numbers<byte>(),
        FieldType.UInt16 => Numbers<ushort>(),
        FieldType.UInt32 => Numbers<uint>(),
        FieldType.UInt64 => Numbers<ulong>(),
        FieldType.Float32 => Numbers<float>(),
        FieldType.Float64 => Numbers<double>(),
        FieldType.Boolean => Fill(new BooleanField(Name, Nullable), (field, cell) => field.Append((bool)cell)),
        FieldType.Json => Fill(new JsonField(Name, Nullable), (field, cell) => field.Append(Encoding.UTF8.GetBytes((string)cell))),
        FieldType.Enum => Fill(new EnumField(Name, EnumTexts, Nullable), (field, cell) => field.Append((ushort)cell)),
        _ => throw new InvalidOperationException($"{Type} is a new type: add it here."),
    };

    public ReadField Expected()
    {
        var metadata = new Dictionary<string, string> { ["tstype"] = SimpleType };
        if (Type == FieldType.Enum) metadata["config"] = """{"type":{"enum":{"text":["Synced","OutOfSync","Unknown"]}}}""";
        return new ReadField(Replaced(Name), ArrowType, Nullable, metadata, [.. Cells.Select(Text)]);
    }

    public static ReadFrame Expected(string name, string refId, IReadOnlyList<Column> columns)
    {
        var rows = columns.Count == 0 ? 0 : columns[0].Cells.Count;
        var metadata = new Dictionary<string, string> { ["name"] = Replaced(name), ["refId"] = Replaced(refId) };
        return new ReadFrame(metadata, [.. columns.Select(column => column.Expected())], rows, rows == 0 ? 0 : 1);
    }

    /// <summary>The text that arrives: UTF-8 has no lone surrogates.</summary>
    public static string Replaced(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    public static string FloatText(double value) => value switch
    {
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private string SimpleType => Type switch
    {
        FieldType.Time => "time",
        FieldType.String => "string",
        FieldType.Boolean => "boolean",
        FieldType.Json => "other",
        FieldType.Enum => "enum",
        _ => "number",
    };

    private string ArrowType => Type switch
    {
        FieldType.Time => "Timestamp<NANOSECOND>",
        FieldType.String => "Utf8",
        FieldType.Boolean => "Bool",
        FieldType.Json => "Binary",
        FieldType.Enum => "Uint16",
        FieldType.Float32 => "Float<SINGLE>",
        FieldType.Float64 => "Float<DOUBLE>",
        _ => Type.ToString().Replace("UInt", "Uint", StringComparison.Ordinal),
    };

    private static string? Text(object? cell) => cell switch
    {
        null => null,
        string text => Replaced(text),
        DateTimeOffset time => ((time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100).ToString(CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        float number => FloatText(number),
        double number => FloatText(number),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture),
    };

    private NumberField<T> Numbers<T>()
        where T : unmanaged => Fill(new NumberField<T>(Name, Nullable), (field, cell) => field.Append((T)cell));

    private T Fill<T>(T field, Action<T, object> append)
        where T : Field
    {
        foreach (var cell in Cells)
        {
            if (cell is null) field.AppendNull();
            else append(field, cell);
        }

        return field;
    }
}
