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
        var error = FluentActions.Invoking(field.AppendNull).Should().ThrowExactly<InvalidOperationException>().Which;
        error.Message.Should().Be("Field \"author\", row 5: a null came, but the field is not nullable; make it with nullable: true.");
        field.Count.Should().Be(5);
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
            FluentActions.Invoking(() => Column.Append(field, cells[0])).Should().ThrowExactly<ObjectDisposedException>();
            if (nullable) FluentActions.Invoking(field.AppendNull).Should().ThrowExactly<ObjectDisposedException>();
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
                field.TryGetUtf8(earlier, out var text).Should().Be(texts[earlier] is not null);
                Encoding.UTF8.GetString(text).Should().Be(texts[earlier] ?? "");
            }
        }

        FluentActions.Invoking(() => field.TryGetUtf8(texts.Length, out _)).Should().ThrowExactly<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => field.TryGetUtf8(-1, out _)).Should().ThrowExactly<ArgumentOutOfRangeException>();
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
        var error = FluentActions.Invoking(() => field.Append(value)).Should().ThrowExactly<FrameException>().Which;
        error.Message.Should().StartWith("Field \"committed_at\", row 1: ");
        error.Message.Should().Contain(time[..27]);
        error.Message.Should().Contain(TimeRange);
        field.Count.Should().Be(1);
    }

    [Fact]
    public void Append_an_index_without_text_names_field_row_and_range()
    {
        using var field = new EnumField("sync", ["Synced", "OutOfSync"]);
        field.Append(1);
        FluentActions.Invoking(() => field.Append(2)).Should().ThrowExactly<FrameException>().Which.Message.Should().Be(
            "Field \"sync\", row 1: index 2 has no text; the field's texts are 0 to 1.");
        using var empty = new EnumField("sync", [], nullable: true);
        FluentActions.Invoking(() => empty.Append(0)).Should().ThrowExactly<FrameException>();
    }

    [Fact]
    public void EnumField_of_too_many_texts_is_refused()
    {
        using var largest = new EnumField("state", [.. Enumerable.Range(0, 65536).Select(i => $"{i}")]);
        largest.Append(ushort.MaxValue);
        FluentActions.Invoking(() => new EnumField("state", [.. largest.Texts, "more"])).Should().ThrowExactly<ArgumentException>();
    }

    [Fact]
    public void NumberField_of_a_type_that_is_no_number_is_refused()
    {
        FluentActions.Invoking(() => new NumberField<char>("x")).Should().ThrowExactly<ArgumentException>();
        FluentActions.Invoking(() => new NumberField<decimal>("x")).Should().ThrowExactly<ArgumentException>();
        FluentActions.Invoking(() => new NumberField<Guid>("x")).Should().ThrowExactly<ArgumentException>();
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
        read.Fields.Select(field => field.Cells).Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
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
            Cells(field).Should().Equal(filling, Column.Replaced(text), Column.Replaced(text + text));
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

        Cells(field).Should().Equal(expected);
    }

    [Fact]
    public void AppendUtf8_replaces_invalid_bytes()
    {
        using var field = new StringField("text");
        field.AppendUtf8("grün"u8);
        field.AppendUtf8([0x61, 0xFF, 0x62, 0xC3]);
        field.AppendUtf8([]);
        Cells(field).Should().Equal("grün", "a\uFFFDb\uFFFD", "");
    }

    [Fact]
    public void Append_of_a_method_takes_the_json_that_it_writes()
    {
        using var field = new JsonField("paths", nullable: true);
        field.Append<IEnumerable<string>>(["a\"b", "ü\uD83D", "tab\t"], Strings);
        field.Append<IEnumerable<string>>([], Strings);
        field.Append(0, (_, _) => { });
        field.Append(Enumerable.Repeat("x", 1000), Strings);
        Cells(field).Should().Equal(["""["a\"b","ü\uFFFD","tab\t"]""", "[]", null, $"[{string.Join(',', Enumerable.Repeat("\"x\"", 1000))}]"]);
    }

    [Fact]
    public void Append_of_a_method_that_fails_leaves_the_field_as_it_was()
    {
        using var field = new JsonField("paths");
        field.Append<IEnumerable<string>>(["a"], Strings);
        FluentActions.Invoking(() => field.Append(Failing(), Strings)).Should().ThrowExactly<InvalidDataException>();
        field.Append<IEnumerable<string>>(["b"], Strings);
        Cells(field).Should().Equal("""["a"]""", """["b"]""");

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
        var error = FluentActions.Invoking(() => buffer.Append(new byte[1000])).Should().ThrowExactly<FrameException>().Which;
        error.Message.Should().Be("Field \"size\", row 1: the field would hold more than 1,000 bytes, the most that one field can; ask for fewer rows.");
    }

    private static IReadOnlyList<string?> Cells(Field field) => ArrowFiles.Read(ArrowFiles.Write(new Frame("one", field))).Fields[0].Cells;
}
