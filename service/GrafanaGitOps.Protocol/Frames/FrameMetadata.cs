using System.Buffers;
using System.Text.Json;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>The JSON texts in an Arrow file's metadata: made once, because the file holds its schema twice. An empty text is left out of the file.</summary>
internal sealed class FrameMetadata
{
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Range _meta;
    private readonly (Range Labels, Range Config)[] _fields;

    public FrameMetadata(Frame frame)
    {
        using var writer = new Utf8JsonWriter(_json, FrameJsonWriter.Options);
        _meta = frame.Meta is { } meta ? Add(writer, meta, FrameMetaJson.Write) : default;
        _fields = new (Range, Range)[frame.Fields.Count];
        for (var i = 0; i < _fields.Length; i++)
        {
            var field = frame.Fields[i];
            var labels = field.Labels is { } pairs ? Add(writer, pairs, FieldConfigJson.WriteLabels) : default;
            var config = FieldConfigJson.IsNeeded(field) ? Add(writer, field, FieldConfigJson.Write) : default;
            _fields[i] = (labels, config);
        }
    }

    public ReadOnlySpan<byte> Meta => _json.WrittenSpan[_meta];

    public ReadOnlySpan<byte> Labels(int field) => _json.WrittenSpan[_fields[field].Labels];

    public ReadOnlySpan<byte> Config(int field) => _json.WrittenSpan[_fields[field].Config];

    private Range Add<T>(Utf8JsonWriter writer, T value, Action<Utf8JsonWriter, T> write)
    {
        var start = _json.WrittenCount;
        writer.Reset();
        write(writer, value);
        writer.Flush();
        return start.._json.WrittenCount;
    }
}
