using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>JSON values, one a cell; shown as objects.</summary>
public sealed class JsonField : Field
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly VariableCells _cells;
    private Utf8JsonWriter? _writer;

    /// <summary>Makes an empty field.</summary>
    public JsonField(string name, bool nullable = false)
        : base(name, FieldType.Json, nullable) => _cells = new VariableCells(this);

    internal override ReadOnlyMemory<byte> Offsets => _cells.Offsets;

    internal override ReadOnlyMemory<byte> Values => _cells.Bytes.Memory;

    /// <summary>Appends the UTF-8 text of one JSON value; it is not checked.</summary>
    public void Append(ReadOnlySpan<byte> json)
    {
        _cells.Append(json);
        CountValue();
    }

    /// <summary>Appends the one JSON value that is written for a value, or null when nothing is.</summary>
    public void Append<TValue>(TValue value, Action<Utf8JsonWriter, TValue> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var start = _cells.Bytes.Length;
        try
        {
            _writer ??= new Utf8JsonWriter(_cells.Bytes, WriterOptions);
            _writer.Reset();
            write(_writer, value);
            _writer.Flush();
        }
        catch
        {
            // The method is the caller's and may throw half-way: what it left must not become the start of the next cell.
            _cells.Bytes.Truncate(start);
            throw;
        }

        if (_cells.Bytes.Length == start)
        {
            AppendNull();
            return;
        }

        _cells.EndCell();
        CountValue();
    }

    private protected override void AppendEmpty() => _cells.EndCell();

    private protected override void DisposeValues()
    {
        _writer?.Dispose();
        _cells.Dispose();
    }
}
