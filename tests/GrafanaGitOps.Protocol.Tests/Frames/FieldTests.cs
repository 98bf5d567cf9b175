using System.Text;
using System.Text.Json;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Tests.Frames;

public sealed class FieldTests
{
    private const string TimeRange = "1677-09-21T00:12:43.145224193Z to 2262-04-11T23:47:16.854775807Z";

    public static TheoryData<FieldType> Types => [.. FrameSamples.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void AppendNull_to_a_field_that_is_not_nullable_names_field_and_row(FieldType type)
    {
        using var field = new Column("author", type, false, FrameSamples.Cells(type)).ToField();
        var error = Assert.Throws<InvalidOperationException>(field.AppendNull);
        Assert.Equal("Field \"author\", row 5: a null came, but the field is not nullable; make it with nullable: true.", error.Message);
        Assert.Equal(5, field.Count);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Append_after_dispose_throws(FieldType type)
    {
        var cells = FrameSamples.Cells(type);
        foreach (var nullable in new[] { false, true })
        {
            var field = new Column("author", type, nullable, [.. nullable ? cells.Prepend(null!) : cells]).ToField();
            field.Dispose();
            Assert.Throws<ObjectDisposedException>(() => Column.Append(field, cells[0]));
            if (nullable) Assert.Throws<ObjectDisposedException>(field.AppendNull);
        }
    }

    [Fact]
    public void Text_is_read_back_as_it_was_written()
    {
        using var field = new StringField("author", nullable: true);
        string?[] texts = ["ada", "", null, "Zoë", "Zoë", "last"];
        for (var row = 0; row < texts.Length; row++)
        {
            field.Append(texts[row]);
            for (var earlier = 0; earlier <= row; earlier++)
            {
                Assert.Equal(texts[earlier] is not null, field.TryGetUtf8(earlier, out var text));
                Assert.Equal(texts[earlier] ?? "", Encoding.UTF8.GetString(text));
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => field.TryGetUtf8(texts.Length, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => field.TryGetUtf8(-1, out _));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00.0000000Z")]
    [InlineData("1677-09-21T00:12:43.1452241Z")]
    [InlineData("2262-04-11T23:47:16.8547759Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public void Append_a_time_that_nanoseconds_cannot_hold_names_field_row_and_range(string time)
    {
        using var field = new TimeField("committed_at");
        field.Append(DateTimeOffset.UnixEpoch);
        var value = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
        var error = Assert.Throws<FrameException>(() => field.Append(value));
        Assert.StartsWith("Field \"committed_at\", row 1: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(time[..27], error.Message, StringComparison.Ordinal);
        Assert.Contains(TimeRange, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, field.Count);
    }

    [Fact]
    public void Append_an_index_without_text_names_field_row_and_range()
    {
        using var field = new EnumField("sync", ["Synced", "OutOfSync"]);
        field.Append(1);
        Assert.Equal(
            "Field \"sync\", row 1: index 2 has no text; the field's texts are 0 to 1.",
            Assert.Throws<FrameException>(() => field.Append(2)).Message);
        using var empty = new EnumField("sync", [], nullable: true);
        Assert.Throws<FrameException>(() => empty.Append(0));
    }

    [Fact]
    public void EnumField_of_too_many_texts_is_refused()
    {
        using var largest = new EnumField("state", [.. Enumerable.Range(0, 65536).Select(i => $"{i}")]);
        largest.Append(ushort.MaxValue);
        Assert.Throws<ArgumentException>(() => new EnumField("state", [.. largest.Texts, "more"]));
    }

    [Fact]
    public void NumberField_of_a_type_that_is_no_number_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new NumberField<char>("x"));
        Assert.Throws<ArgumentException>(() => new NumberField<decimal>("x"));
        Assert.Throws<ArgumentException>(() => new NumberField<Guid>("x"));
    }

    [Fact]
    public void Append_nullable_values_appends_value_or_null()
    {
        using var time = new TimeField("time", nullable: true);
        time.Append((DateTimeOffset?)null);
        time.Append((DateTimeOffset?)DateTimeOffset.UnixEpoch);
        using var number = new NumberField<int>("number", nullable: true);
        number.Append((int?)null);
        number.Append((int?)7);
        using var truth = new BooleanField("truth", nullable: true);
        truth.Append((bool?)null);
        truth.Append((bool?)true);
        using var state = new EnumField("state", ["Synced"], nullable: true);
        state.Append((ushort?)null);
        state.Append((ushort?)0);
        using var text = new StringField("text", nullable: true);
        text.Append(null);
        text.Append("x");
        Field[] fields = [time, number, truth, state, text];
        var read = ArrowFiles.Read(ArrowFiles.Write(new Frame("nullable", fields)));
        string?[][] expected = [[null, "0"], [null, "7"], [null, "true"], [null, "0"], [null, "x"]];
        Assert.Equal(expected, read.Fields.Select(field => field.Cells));
    }

    [Theory]
    [InlineData("🚀")]
    [InlineData("世")]
    [InlineData("ü")]
    [InlineData("\uD83D")]
    public void Append_a_text_that_just_does_not_fit_the_memory_at_hand_grows_it(string text)
    {
        // Memory of the pool comes in powers of two, so one of these lengths leaves every number of bytes from 0 to 8 free.
        for (var length = 500; length <= 512; length++)
        {
            using var field = new StringField("text");
            var filling = new string('x', length);
            field.Append(filling);
            field.Append(text);
            field.Append(text + text);
            Assert.Equal([filling, Column.Replaced(text), Column.Replaced(text + text)], Cells(field));
        }
    }

    [Fact]
    public void Append_of_the_same_string_gives_the_same_text_while_memory_grows()
    {
        string[] texts = ["argocd", "grün \uD83D", "", new string('世', 300)];
        var random = new Random(7);
        using var field = new StringField("text", nullable: true);
        var expected = new List<string?>();
        for (var row = 0; row < 5_000; row++)
        {
            var text = texts[random.Next(texts.Length)];
            for (var again = random.Next(4); again >= 0; again--)
            {
                field.Append(text);
                expected.Add(Column.Replaced(text));
                if (random.Next(3) > 0) continue;
                // Between equal ones stands what is no string.
                field.Append(row % 2 == 0 ? null : "span".AsSpan().ToString());
                field.Append(text.AsSpan());
                expected.AddRange([row % 2 == 0 ? null : "span", Column.Replaced(text)]);
            }
        }

        Assert.Equal(expected, Cells(field));
    }

    [Fact]
    public void AppendUtf8_replaces_invalid_bytes()
    {
        using var field = new StringField("text");
        field.AppendUtf8("grün"u8);
        field.AppendUtf8([0x61, 0xFF, 0x62, 0xC3]);
        field.AppendUtf8([]);
        Assert.Equal(["grün", "a\uFFFDb\uFFFD", ""], Cells(field));
    }

    [Fact]
    public void Append_of_a_method_takes_the_json_that_it_writes()
    {
        using var field = new JsonField("paths", nullable: true);
        field.Append<IEnumerable<string>>(["a\"b", "ü\uD83D", "tab\t"], Strings);
        field.Append<IEnumerable<string>>([], Strings);
        field.Append(0, (_, _) => { });
        field.Append(Enumerable.Repeat("x", 1000), Strings);
        Assert.Equal(["""["a\"b","ü\uFFFD","tab\t"]""", "[]", null, $"[{string.Join(',', Enumerable.Repeat("\"x\"", 1000))}]"], Cells(field));
    }

    [Fact]
    public void Append_of_a_method_that_fails_leaves_the_field_as_it_was()
    {
        using var field = new JsonField("paths");
        field.Append<IEnumerable<string>>(["a"], Strings);
        Assert.Throws<InvalidDataException>(() => field.Append(Failing(), Strings));
        field.Append<IEnumerable<string>>(["b"], Strings);
        Assert.Equal(["""["a"]""", """["b"]"""], Cells(field));

        static IEnumerable<string> Failing()
        {
            for (var i = 0; i < 10_000; i++) yield return "some text";
            throw new InvalidDataException();
        }
    }

    private static void Strings(Utf8JsonWriter writer, IEnumerable<string> values)
    {
        writer.WriteStartArray();
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    [Fact]
    public void PooledBuffer_beyond_its_limit_names_field_and_row()
    {
        using var field = new NumberField<long>("size");
        field.Append(1);
        using var buffer = new PooledBuffer(field, limit: 1000);
        for (var i = 0; i < 125; i++) buffer.Append((long)i);
        var error = Assert.Throws<FrameException>(() => buffer.Append(new byte[1000]));
        Assert.Equal("Field \"size\", row 1: the field would hold more than 1,000 bytes, the most that one field can; ask for fewer rows.", error.Message);
    }

    private static IReadOnlyList<string?> Cells(Field field) => ArrowFiles.Read(ArrowFiles.Write(new Frame("one", field))).Fields[0].Cells;
}
