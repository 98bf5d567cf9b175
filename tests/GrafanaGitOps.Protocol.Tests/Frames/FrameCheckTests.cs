using System.Buffers;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Tests.Frames;

public sealed class FrameCheckTests
{
    [Fact]
    public void Write_of_fields_of_different_length_names_them_and_writes_nothing()
    {
        var time = new TimeField("time");
        time.Append(DateTimeOffset.UnixEpoch);
        using var frame = new Frame("commits", time, new StringField("author"));
        const string Expected = "Frame \"commits\": field \"author\" has 0 rows, but field \"time\" has 1; append one cell to every field in every row.";
        AssertRefused(frame, Expected);
    }

    [Fact]
    public void Write_of_two_fields_with_the_same_name_and_labels_is_refused()
    {
        const string Expected =
            "Frame \"lag\": two fields are named \"value\" and have the same labels; Grafana tells fields apart by these, so change one.";
        using var unlabelled = new Frame("lag", new NumberField<int>("value"), new BooleanField("value") { Labels = Labels() });
        AssertRefused(unlabelled, Expected);
        using var labelled = new Frame("lag", Labelled(("a", "1"), ("b", "2")), Labelled(("a", "1")), Labelled(("b", "2"), ("a", "1")));
        AssertRefused(labelled, Expected);
    }

    [Fact]
    public void Write_of_fields_that_labels_tell_apart_is_accepted()
    {
        using var frame = new Frame("lag", new NumberField<int>("value"), Labelled(("a", "1")), Labelled(("a", "2")), Labelled(("b", "1")), Labelled(("a", "1"), ("b", "1")));
        ArrowFiles.Read(ArrowFiles.Write(frame)).Fields.Should().HaveCount(5);
    }

    [Fact]
    public void Write_of_an_enum_with_colors_for_other_texts_is_refused()
    {
        using var frame = new Frame("sync", new EnumField("state", ["Synced", "OutOfSync"]) { Config = new FieldConfig { EnumColors = ["green"] } });
        AssertRefused(frame, "Field \"state\" has 1 colours for 2 texts; give each text one.");
    }

    [Fact]
    public void Write_of_decimals_that_Grafana_cannot_read_is_refused()
    {
        using var frame = new Frame("lag", new NumberField<double>("value") { Config = new FieldConfig { Decimals = -1 } });
        AssertRefused(frame, "Field \"value\": -1 decimals; use 0 to 65535, or null.");
    }

    [Theory]
    [MemberData(nameof(WrongSteps))]
    public void Write_of_thresholds_that_do_not_ascend_is_refused(double?[] steps)
    {
        var thresholds = new Thresholds([.. steps.Select(value => new Threshold(value, "red"))]);
        using var frame = new Frame("lag", new NumberField<double>("value") { Config = new FieldConfig { Thresholds = thresholds } });
        AssertRefused(frame, "Field \"value\": the steps of thresholds must ascend, and only the first has no value.");
    }

    public static TheoryData<double?[]> WrongSteps => new(Array.Empty<double?>(), new double?[] { 1, 2 }, new double?[] { null, null }, new double?[] { null, 2, 2 });

    private static void AssertRefused(Frame frame, string message)
    {
        var output = new ArrayBufferWriter<byte>();
        FluentActions.Invoking(() => FrameArrowWriter.Write(frame, output)).Should().ThrowExactly<FrameException>().Which.Message
            .Should().Be(message);
        output.WrittenCount.Should().Be(0);
        FluentActions.Invoking(() => FrameJsonWriter.Write(frame, output)).Should().ThrowExactly<FrameException>().Which.Message.Should().Be(message);
    }

    private static NumberField<double> Labelled(params (string Name, string Value)[] labels) => new("value") { Labels = Labels(labels) };

    private static Dictionary<string, string> Labels(params (string Name, string Value)[] labels) =>
        labels.ToDictionary(label => label.Name, label => label.Value);
}
