using System.Buffers;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Json;

/// <summary>
/// Hands out the values of a JSON stream one by one, each contiguous and valid until the next call. Memory is bounded by the largest
/// value: one over the limit is passed over and only its beginning is kept.
/// </summary>
internal sealed class JsonStreamReader : IDisposable
{
    private const int InitialBytes = 128 * 1024;

    private readonly Stream _stream;
    private readonly int _maxValueBytes;
    private readonly TimeSpan _stallTimeout;
    private readonly CancellationTokenSource _stall;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly CancellationToken _cancellationToken;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _start;
    private int _end;

    /// <summary>Reads the stream, which the caller closes. A read that brings nothing for the stall timeout fails with <see cref="TimeoutException"/>.</summary>
    public JsonStreamReader(Stream stream, int maxValueBytes, TimeSpan stallTimeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _stream = stream;
        _maxValueBytes = maxValueBytes;
        _stallTimeout = stallTimeout;
        _cancellationToken = cancellationToken;
        _stall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        _cancellation = cancellationToken.Register(static source => ((CancellationTokenSource)source!).Cancel(), _stall);
    }

    /// <summary>The next byte that is not white space, without taking it, or -1 at the end of the stream.</summary>
    public async ValueTask<int> PeekAsync()
    {
        while (true)
        {
            while (_start < _end && _buffer[_start] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _start++;
            if (_start < _end) return _buffer[_start];
            if (!await FillAsync()) return -1;
        }
    }

    /// <summary>Takes the given byte if it is next.</summary>
    public async ValueTask<bool> TryTakeAsync(char token)
    {
        if (await PeekAsync() != token) return false;
        _start++;
        return true;
    }

    /// <summary>Takes the given byte, which must be next.</summary>
    public async ValueTask TakeAsync(char token)
    {
        var found = await PeekAsync();
        if (found != token) throw new InvalidDataException(found < 0 ? "the answer ended early" : $"the answer has '{(char)found}' where '{token}' should be");
        _start++;
    }

    /// <summary>Takes the value that is next.</summary>
    public async ValueTask<JsonStreamValue> ReadValueAsync()
    {
        if (await PeekAsync() < 0) throw new InvalidDataException("the answer ended early");
        var scanner = new JsonValueScanner();
        var scanned = 0;
        while (true)
        {
            var length = scanner.Scan(_buffer.AsSpan(_start + scanned, _end - _start - scanned));
            if (length >= 0) return Take(scanned + length);
            scanned = _end - _start;
            if (scanned > _maxValueBytes) return await PassOverAsync(scanner);
            if (!await FillAsync()) throw new InvalidDataException("the answer ended in the middle of a value");
        }
    }

    /// <summary>Lets a read that is under way bring something in this time, or fail as one that stalled. By any thread.</summary>
    public void ExpectWithin(TimeSpan time) => _stall.CancelAfter(time);

    public void Dispose()
    {
        _cancellation.Dispose();
        _stall.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private JsonStreamValue Take(int length)
    {
        var bytes = _buffer.AsMemory(_start, length);
        _start += length;
        return new JsonStreamValue(bytes, length > _maxValueBytes);
    }

    /// <summary>Keeps the first bytes where they are and reads the rest of the value over and over behind them.</summary>
    private async ValueTask<JsonStreamValue> PassOverAsync(JsonValueScanner scanner)
    {
        var kept = _buffer.AsMemory(_start, _maxValueBytes);
        var rest = _start + _maxValueBytes;
        while (true)
        {
            _end = rest;
            if (!await FillAsync(mayMove: false)) throw new InvalidDataException("the answer ended in the middle of a value");
            var length = scanner.Scan(_buffer.AsSpan(rest, _end - rest));
            if (length < 0) continue;
            _start = rest + length;
            return new JsonStreamValue(kept, IsTruncated: true);
        }
    }

    private async ValueTask<bool> FillAsync(bool mayMove = true)
    {
        if (mayMove) MakeRoom();
        _stall.CancelAfter(_stallTimeout);
        try
        {
            var read = await _stream.ReadAsync(_buffer.AsMemory(_end), _stall.Token);
            _end += read;
            return read > 0;
        }
        catch (OperationCanceledException exception) when (!_cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing arrived for {_stallTimeout.TotalSeconds:0.#} s", exception);
        }
        finally
        {
            _stall.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private void MakeRoom()
    {
        var kept = _end - _start;
        if (kept > 0 && _end < _buffer.Length) return;
        // A value that fills more than half of the buffer gets a larger one, so that each byte moves a bounded number of times.
        var target = kept > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        _buffer.AsSpan(_start, kept).CopyTo(target);
        if (target != _buffer) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = target;
        _start = 0;
        _end = kept;
    }
}
