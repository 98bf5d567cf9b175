using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrafanaGitOps.Protocol.Plugin;
using Proto = GrafanaGitOps.Protocol.Plugin.Proto;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

/// <summary>A field added to a request's message turns these red until it is converted.</summary>
public sealed class ConvertFromProtoTests
{
    private static readonly JsonSerializerOptions WithTuples = new() { IncludeFields = true };

    [Fact]
    public void Query_everyField_isConverted()
    {
        var headers = new Proto.QueryDataRequest { Headers = { ["http_X"] = "1" } }.Headers;
        EveryFieldMatters(new Proto.DataQuery(), query => ConvertFromProto.Query(query, new(), headers));
    }

    [Fact]
    public void Context_everyField_isConverted() => EveryFieldMatters(new Proto.PluginContext(), ConvertFromProto.Context);

    [Fact]
    public void Resource_everyField_isConverted() => EveryFieldMatters(new Proto.CallResourceRequest(), ConvertFromProto.Resource);

    [Fact]
    public void Subscription_everyField_isConverted() => EveryFieldMatters(new Proto.SubscribeStreamRequest(), ConvertFromProto.Subscription);

    [Fact]
    public void Run_everyField_isConverted() => EveryFieldMatters(new Proto.RunStreamRequest(), ConvertFromProto.Run);

    [Fact]
    public void Batch_everyField_isConverted()
    {
        // The format is read where answers are written.
        EveryFieldMatters(
            new Proto.QueryDataRequest(),
            request => (request.Format, QueryBatch.Read(ConvertFromProto.Context(request.PluginContext), request.Headers, request.Queries, null).Select(entry => entry.Query).ToList()));
        Proto.QueryChunkedDataRequest.Descriptor.Fields.InFieldNumberOrder().Select(field => (field.FieldNumber, field.Name)).Should().Equal(
            Proto.QueryDataRequest.Descriptor.Fields.InFieldNumberOrder().Select(field => (field.FieldNumber, field.Name)));
    }

    [Fact]
    public void Query_timesPastTheCalendar_areCut()
    {
        var query = new Proto.DataQuery { IntervalMS = long.MaxValue, TimeRange = new() { FromEpochMS = long.MinValue, ToEpochMS = long.MaxValue } };

        var converted = ConvertFromProto.Query(query, new(), new Proto.QueryDataRequest().Headers);

        converted.From.Year.Should().Be(1);
        converted.To.Year.Should().Be(9999);
        (converted.Interval > TimeSpan.FromDays(10_000_000)).Should().BeTrue();
    }

    [Fact]
    public void Settings_asText_showNoSecret()
    {
        var context = ConvertFromProto.Context(Filled(new Proto.PluginContext()));

        $"{context}".Should().NotContain("decryptedSecureJsonData");
        context.DataSource!.SecureJsonData.Should().NotBeEmpty();
    }

    private static void EveryFieldMatters<T>(T message, Func<T, object> convert)
        where T : IMessage<T>, IDeepCloneable<T>
    {
        var full = Filled(message);
        foreach (var path in Paths(full))
        {
            var without = full.Clone();
            Clear(without, path);
            (Text(convert(full)) != Text(convert(without))).Should().BeTrue(
                $"{typeof(T).Name}.{string.Join('.', path.Select(field => field.Name))} is not converted.");
        }
    }

    private static string Text(object converted) =>
        JsonSerializer.Serialize(converted, converted.GetType(), WithTuples);

    private static T Filled<T>(T message)
        where T : IMessage
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.IsMap) ((System.Collections.IDictionary)field.Accessor.GetValue(message))[$"{field.Name} key"] = Value(field.MessageType.FindFieldByNumber(2));
            else if (field.IsRepeated) ((System.Collections.IList)field.Accessor.GetValue(message)).Add(Value(field));
            else field.Accessor.SetValue(message, Value(field));
        }

        return message;
    }

    private static object Value(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => field.Name,
        FieldType.Bytes => ByteString.CopyFromUtf8($"\"{field.Name}\""),
        FieldType.Bool => true,
        FieldType.Int32 => field.FieldNumber + 1000,
        FieldType.Int64 => field.FieldNumber + 1000L,
        FieldType.Enum => 1,
        FieldType.Message => Filled(field.MessageType.Parser.ParseFrom(ByteString.Empty)),
        _ => throw new NotSupportedException($"{field.FullName} has a type that this test cannot fill yet."),
    };

    // Every field, and those of messages in it; what is in lists and maps counts with them.
    private static IEnumerable<FieldDescriptor[]> Paths(IMessage message) => message.Descriptor.Fields.InFieldNumberOrder().SelectMany(field =>
        field is { IsRepeated: false, FieldType: FieldType.Message }
            ? Paths((IMessage)field.Accessor.GetValue(message)).Select(inner => (FieldDescriptor[])[field, .. inner]).Append([field])
            : [[field]]);

    private static void Clear(IMessage message, FieldDescriptor[] path)
    {
        foreach (var field in path[..^1]) message = (IMessage)field.Accessor.GetValue(message);
        path[^1].Accessor.Clear(message);
    }
}
