namespace GrafanaGitOps.Service.Sources.Git.History;

/// <summary>Splits a stream at its NUL bytes. Holds one field at a time, and of a longer one than the limit only the start.</summary>
internal sealed class FieldReader(Stream stream)
{
    private const int ReadSize = 128 << 10;

    // git writes 4 KiB at a time. To wake this thread for each of them costs both sides more than the work on it, so while git
    // writes without a pause, some of it gathers first. A pipe holds 64 KiB, which git needs longer than this nap to fill.
    private const int Flowing = 4 << 10;
    private const int Gathered = 32 << 10;
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(2);

    private byte[] _buffer = new byte[2 * ReadSize];
    private int _start;
    private int _end;
    private int _lastRead;
    private bool _isSkipping;
    private bool _isAtEnd;

    /// <summary>The next field that is already here; valid until the next call. False: call <see cref="Fill"/>.</summary>
    public bool TryRead(out ReadOnlySpan<byte> field)
    {
        field = default;
        var rest = _buffer.AsSpan(_start, _end - _start);
        var length = rest.IndexOf((byte)0);
        if (length < 0) return _isAtEnd && TakeLast(ref field);
        field = rest[..length];
        _start += length + 1;
        if (!_isSkipping) return true;
        field = rest[..Math.Min(length, GitLimits.FieldBytes)];
        _isSkipping = false;
        return true;
    }

    /// <summary>Waits for more; false when all has been read.</summary>
    public bool Fill()
    {
        if (_isAtEnd) return false;
        MakeRoom();
#pragma warning disable RS0030 // Neither .NET nor git tells how much waits in the pipe.
        if (_lastRead is >= Flowing and < Gathered) Thread.Sleep(Nap);
#pragma warning restore RS0030
        _lastRead = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += _lastRead;
        _isAtEnd = _lastRead == 0;
        return !_isAtEnd || _end > _start;
    }

    private bool TakeLast(ref ReadOnlySpan<byte> field)
    {
        field = _buffer.AsSpan(_start, _end - _start);
        _start = _end;
        return field.Length > 0;
    }

    private void MakeRoom()
    {
        if (_start > 0) _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);

        // The bytes beyond the limit overwrite each other until the NUL comes.
        if (_end > GitLimits.FieldBytes) (_isSkipping, _end) = (true, GitLimits.FieldBytes);
        if (_buffer.Length - _end < ReadSize) Array.Resize(ref _buffer, _end + (2 * ReadSize));
    }
}
