using System.Globalization;
using System.Text;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Tests.Frames;

/// <summary>A column as a test states it: makes the field and says, by other means than the field's, what a reader must find.</summary>
internal sealed record Column(string Name, FieldType Type, bool Nullable, IReadOnlyList<object?> Cells)
{
    public static IReadOnlyList<string> EnumTexts { get; } = ["Synced", "OutOfSync", "Unknown"];

    public Field ToField()
    {
        var field = Empty();
        foreach (var cell in Cells)
        {
            if (cell is null) field.AppendNull();
            else Append(field, cell);
        }

        return field;
    }

    public static void Append(Field field, object cell)
    {
        switch (field)
        {
            case TimeField times: times.Append((DateTimeOffset)cell); break;
            case StringField texts: texts.Append((string)cell); break;
            case NumberField<sbyte> numbers: numbers.Append((sbyte)cell); break;
            case NumberField<short> numbers: numbers.Append((short)cell); break;
            case NumberField<int> numbers: numbers.Append((int)cell); break;
            case NumberField<long> numbers: numbers.Append((long)cell); break;
            case NumberField<byte> numbers: numbers.Append((byte)cell); break;
            case NumberField<ushort> numbers: numbers.Append((ushort)cell); break;
            case NumberField<uint> numbers: numbers.Append((uint)cell); break;
            case NumberField<ulong> numbers: numbers.Append((ulong)cell); break;
            case NumberField<float> numbers: numbers.Append((float)cell); break;
            case NumberField<double> numbers: numbers.Append((double)cell); break;
            case BooleanField truths: truths.Append((bool)cell); break;
            case JsonField values: values.Append(Encoding.UTF8.GetBytes((string)cell)); break;
            case EnumField states: states.Append((ushort)cell); break;
            default: throw new InvalidOperationException($"{field.Type} is a new type: add it here.");
        }
    }

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

    private Field Empty() => Type switch
    {
        FieldType.Time => new TimeField(Name, Nullable),
        FieldType.String => new StringField(Name, Nullable),
        FieldType.Int8 => new NumberField<sbyte>(Name, Nullable),
        FieldType.Int16 => new NumberField<short>(Name, Nullable),
        FieldType.Int32 => new NumberField<int>(Name, Nullable),
        FieldType.Int64 => new NumberField<long>(Name, Nullable),
        FieldType.UInt8 => new NumberField<byte>(Name, Nullable),
        FieldType.UInt16 => new NumberField<ushort>(Name, Nullable),
        FieldType.UInt32 => new NumberField<uint>(Name, Nullable),
        FieldType.UInt64 => new NumberField<ulong>(Name, Nullable),
        FieldType.Float32 => new NumberField<float>(Name, Nullable),
        FieldType.Float64 => new NumberField<double>(Name, Nullable),
        FieldType.Boolean => new BooleanField(Name, Nullable),
        FieldType.Json => new JsonField(Name, Nullable),
        FieldType.Enum => new EnumField(Name, EnumTexts, Nullable),
        _ => throw new InvalidOperationException($"{Type} is a new type: add it here."),
    };
}
