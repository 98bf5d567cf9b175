using Google.Protobuf;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Plugin;
using Proto = GrafanaGitOps.Protocol.Plugin.Proto;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

/// <summary>A field added to a response's message turns these red until it is filled, or named here as left empty.</summary>
public sealed class ConvertToProtoTests
{
    [Fact]
    public void QueryData_everyField_isFilled()
    {
        using var failed = QueryAnswer.Failed("A", Proto.DataFrameFormat.Json, new("it broke", 502, ErrorSource.Downstream));
        using var answered = QueryAnswer.Of("B", Proto.DataFrameFormat.Json, [new Frame("empty")]);

        var response = ConvertToProto.QueryData([failed, answered]);

        // jsonMeta is for data sources that proxy another's answer.
        AllFieldsAreFilled(["jsonMeta"], response.Responses["A"], response.Responses["B"]);
        response.Responses["A"].ErrorSource.Should().Be("downstream");
    }

    [Fact]
    public void Chunks_everyField_isFilled()
    {
        using var failed = QueryAnswer.Failed("A", Proto.DataFrameFormat.Json, new("it broke", 500, ErrorSource.Plugin));
        using var answered = QueryAnswer.Of("B", Proto.DataFrameFormat.Json, [new Frame("empty")]);

        AllFieldsAreFilled([], [.. ConvertToProto.Chunks(failed), .. ConvertToProto.Chunks(answered)]);
    }

    [Fact]
    public void OtherAnswers_everyField_isFilled()
    {
        AllFieldsAreFilled([], ConvertToProto.Health(new(true, "works", "{}"u8.ToArray())));
        AllFieldsAreFilled([], ConvertToProto.Metrics("up 1"u8.ToArray()));
        AllFieldsAreFilled([], ConvertToProto.Metrics("up 1"u8.ToArray()).Metrics);
        AllFieldsAreFilled([], [.. ConvertToProto.Parts(new(200, "text/plain", "x"u8.ToArray()))]);
    }

    [Fact]
    public void Error_veryLong_isCut()
    {
        using var failed = QueryAnswer.Failed("A", Proto.DataFrameFormat.Arrow, new(new string('x', 100_000), 500, ErrorSource.Plugin));
        ConvertToProto.QueryData([failed]).Responses["A"].Error.Length.Should().Be(4096 + 3);
    }

    private static void AllFieldsAreFilled(string[] leftEmpty, params IMessage[] messages)
    {
        var empty = messages[0].Descriptor.Fields.InFieldNumberOrder().Where(field => messages.All(message => IsEmpty(field.Accessor.GetValue(message))));
        empty.Select(field => field.Name).Should().Equal(leftEmpty);
    }

    private static bool IsEmpty(object? value) => value switch
    {
        null => true,
        string text => text.Length == 0,
        ByteString bytes => bytes.IsEmpty,
        System.Collections.ICollection collection => collection.Count == 0,
        _ => Convert.ToInt64(value is IMessage ? 1 : value, System.Globalization.CultureInfo.InvariantCulture) == 0,
    };
}
