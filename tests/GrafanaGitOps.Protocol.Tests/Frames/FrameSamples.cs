using System.Text.Json.Nodes;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Tests.Frames;

/// <summary>The frame of the golden files: every type with and without nulls, extreme values, every kind of metadata.</summary>
internal static class FrameSamples
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<FieldType> Types { get; } = Enum.GetValues<FieldType>();

    /// <summary>Five cells of a type: both ends, something in between, and what is hard about it.</summary>
    public static IReadOnlyList<object> Cells(FieldType type) => type switch
    {
        FieldType.Time =>
        [
            DateTimeOffset.UnixEpoch.AddTicks(-92233720368547758), DateTimeOffset.UnixEpoch.AddTicks(92233720368547758), DateTimeOffset.UnixEpoch,
            Noon.AddTicks(1234567), new DateTimeOffset(1969, 12, 31, 23, 59, 59, 999, TimeSpan.FromHours(-7)).AddTicks(1),
        ],
        FieldType.String => ["", "zero\0inside", "tab\t\"quoted\" \\ line\nend", "Grüße 世界 🚀👩‍🚒", "lone \uD83D surrogates \uDE80"],
        FieldType.Int8 => [sbyte.MinValue, sbyte.MaxValue, (sbyte)0, (sbyte)-1, (sbyte)1],
        FieldType.Int16 => [short.MinValue, short.MaxValue, (short)0, (short)-1, (short)1],
        FieldType.Int32 => [int.MinValue, int.MaxValue, 0, -1, 1],
        FieldType.Int64 => [long.MinValue, long.MaxValue, 0L, -1L, 1L],
        FieldType.UInt8 => [byte.MinValue, byte.MaxValue, (byte)1, (byte)127, (byte)128],
        FieldType.UInt16 => [ushort.MinValue, ushort.MaxValue, (ushort)1, (ushort)32767, (ushort)32768],
        FieldType.UInt32 => [uint.MinValue, uint.MaxValue, 1u, 2147483647u, 2147483648u],
        FieldType.UInt64 => [ulong.MinValue, ulong.MaxValue, 1ul, 9223372036854775807ul, 9223372036854775808ul],
        FieldType.Float32 => [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -0f],
        FieldType.Float64 => [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, 0.1],
        FieldType.Boolean => [true, false, true, true, false],
        FieldType.Json => ["{}", "[1,2,{\"a\":null}]", "\"text\"", "12.5e3", "{\"schlüssel\":\"🚀\"}"],
        FieldType.Enum => [(ushort)0, (ushort)1, (ushort)2, (ushort)1, (ushort)0],
        _ => throw new InvalidOperationException($"{type} is a new type: add it here."),
    };

    public static IReadOnlyList<Column> AllTypes { get; } =
    [
        .. Types.Select(type => new Column(type.ToString(), type, false, [.. Cells(type)])),
        .. Types.Select(type => new Column($"{type} or null", type, true, [.. Cells(type).Select((cell, row) => row is 1 or 4 ? null : cell)])),
    ];

    public static Frame AllTypesFrame() => new("all types", [.. AllTypes.Select(column => column.ToField()), Described(), Colored()])
    {
        RefId = "A",
        Meta = Meta(),
    };

    public const string MetaJson =
        """
        {
          "type": "numeric-long", "typeVersion": [0, 1],
          "notices": [
            {"severity": "info", "text": "fresh"},
            {"severity": "warning", "text": "cut at 5", "link": "https://example.org/limits"},
            {"severity": "error", "text": "\"lost\""}
          ],
          "channel": "ds/uid/commits", "preferredVisualisationType": "table", "executedQueryString": "select 1 < 2 & 'ü🚀'",
          "dataTopic": "annotations", "uniqueRowIdFields": [0, 2],
          "stats": [{"displayName": "rows", "value": 5}, {"displayName": "took", "unit": "s", "value": 0.25}, {"displayName": "unknown", "value": null}],
          "custom": {"deep": {"list": [1, 2.5, true, "x", 7, 1.5]}}
        }
        """;

    public const string DescribedConfigJson =
        """
        {
          "displayName": "Described", "displayNameFromDS": "Ours", "description": "Every key", "unit": "s", "decimals": 2, "min": -1.5, "max": null, "interval": 60000,
          "mappings": [
            {"type": "value", "options": {"1": {"text": "one", "color": "green", "index": 0}, "2": {"color": "#ff0000", "index": 1}}},
            {"type": "range", "options": {"from": 3, "result": {"text": "many", "index": 0}}},
            {"type": "special", "options": {"match": "null+nan", "result": {"text": "unknown", "index": 0}}}
          ],
          "thresholds": {"mode": "percentage", "steps": [{"value": null, "color": "green"}, {"value": 80.5, "color": "red"}]},
          "color": {"mode": "fixed", "fixedColor": "blue"},
          "links": [{"title": "Open", "url": "https://example.org/${__data.fields.url}", "targetBlank": true}, {"title": "Here", "url": "/d/x"}],
          "noValue": "none", "custom": {"width": 90}
        }
        """;

    private static FrameMeta Meta() => new()
    {
        Type = FrameType.NumericLong,
        Notices = [new Notice(NoticeSeverity.Info, "fresh"), new Notice(NoticeSeverity.Warning, "cut at 5", "https://example.org/limits"), new Notice(NoticeSeverity.Error, "\"lost\"")],
        Channel = "ds/uid/commits",
        PreferredVisualisationType = "table",
        ExecutedQueryString = "select 1 < 2 & 'ü🚀'",
        DataTopic = "annotations",
        UniqueRowIdFields = [0, 2],
        Stats = [new FrameStat("rows", 5), new FrameStat("took", 0.25, "s"), new FrameStat("unknown", double.NaN)],
        Custom = new JsonObject { ["deep"] = new JsonObject { ["list"] = new JsonArray(1, 2.5, true, "x", 7ul, 1.5m) } },
    };

    private static NumberField<double> Described()
    {
        var field = new NumberField<double>("described", nullable: true)
        {
            Labels = new Dictionary<string, string> { ["environment"] = "production", ["application"] = "ünïcode \"x\"" },
            Config = new FieldConfig
            {
                DisplayName = "Described",
                DisplayNameFromDS = "Ours",
                Description = "Every key",
                Unit = "s",
                Decimals = 2,
                Min = -1.5,
                Max = double.PositiveInfinity,
                Interval = 60000,
                Mappings =
                [
                    new ValueTextMapping([new("1", new("one", "green")), new("2", new(null, "#ff0000"))]),
                    new ValueRangeMapping(3, null, new("many")),
                    new SpecialValueMapping(SpecialValue.NullOrNaN, new("unknown")),
                ],
                Thresholds = new Thresholds([new(null, "green"), new(80.5, "red")], Percentage: true),
                Color = new FieldColor("fixed", "blue"),
                Links = [new DataLink("Open", "https://example.org/${__data.fields.url}"), new DataLink("Here", "/d/x", TargetBlank: false)],
                NoValue = "none",
                Custom = new JsonObject { ["width"] = 90 },
            },
        };
        for (var row = 0; row < 5; row++) field.AppendNull();
        return field;
    }

    private static EnumField Colored()
    {
        var field = new EnumField("colored", ["Healthy", "Degraded"]) { Config = new FieldConfig { EnumColors = ["green", "#ff0000"] } };
        for (ushort row = 0; row < 5; row++) field.Append((ushort)(row % 2));
        return field;
    }
}
