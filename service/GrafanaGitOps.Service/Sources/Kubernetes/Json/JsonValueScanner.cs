using System.Buffers;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Json;

/// <summary>
/// Finds where a JSON value ends, over any number of pieces, without reading it: only strings and brackets are looked at.
/// Whether the value is valid is for its parser to say.
/// </summary>
internal struct JsonValueScanner
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> AfterScalar = SearchValues.Create(",}] \t\r\n"u8);

    private int _depth;
    private bool _started;
    private bool _inString;
    private bool _escaped;

    /// <summary>Returns the index after the value's last byte, or -1 when the value goes on after this piece.</summary>
    public int Scan(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty) return -1;
        var isScalar = _started ? _depth == 0 && !_inString : piece[0] is not ((byte)'{' or (byte)'[' or (byte)'"');
        _started = true;
        return isScalar ? piece.IndexOfAny(AfterScalar) : ScanStructure(piece);
    }

    private int ScanStructure(ReadOnlySpan<byte> piece)
    {
        var position = 0;
        while (position < piece.Length)
        {
            if (_inString)
            {
                position = SkipString(piece, position);
                if (!_inString && _depth == 0) return position;
                continue;
            }

            var next = piece[position..].IndexOfAny(Structure);
            if (next < 0) return -1;
            position += next + 1;
            switch (piece[position - 1])
            {
                case (byte)'"':
                    _inString = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                default:
                    if (--_depth == 0) return position;
                    break;
            }
        }

        return -1;
    }

    private int SkipString(ReadOnlySpan<byte> piece, int position)
    {
        if (_escaped)
        {
            _escaped = false;
            return position + 1;
        }

        var next = piece[position..].IndexOfAny((byte)'"', (byte)'\\');
        if (next < 0) return piece.Length;
        position += next;
        if (piece[position] == '"') _inString = false;
        else _escaped = true;
        return position + 1;
    }
}
