using System.Diagnostics.CodeAnalysis;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Times, UTC.</summary>
public sealed class TimeField : Field
{
    private const long NanosecondsPerTick = 100;

    private readonly PooledBuffer _nanoseconds;

    /// <summary>Makes an empty field.</summary>
    public TimeField(string name, bool nullable = false)
        : base(name, FieldType.Time, nullable) => _nanoseconds = new PooledBuffer(this);

    internal override ReadOnlyMemory<byte> Values => _nanoseconds.Memory;

    /// <summary>Appends a time. Nanoseconds hold 1677-09-21 to 2262-04-11; a time outside gives a <see cref="FrameException"/> that names field and row.</summary>
    public void Append(DateTimeOffset value)
    {
        var ticks = value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        if (ticks is < -long.MaxValue / NanosecondsPerTick or > long.MaxValue / NanosecondsPerTick) ThrowOutOfRange(value);
        _nanoseconds.Append(ticks * NanosecondsPerTick);
        CountValue();
    }

    /// <summary>Appends a time, or null.</summary>
    public void Append(DateTimeOffset? value)
    {
        if (value is { } time) Append(time);
        else AppendNull();
    }

    private protected override void AppendEmpty() => _nanoseconds.Append(0L);

    private protected override void DisposeValues() => _nanoseconds.Dispose();

    [DoesNotReturn]
    private void ThrowOutOfRange(DateTimeOffset value) => throw new FrameException(
        $"Field \"{Name}\", row {Count}: {value.UtcDateTime:O} is outside 1677-09-21T00:12:43.145224193Z to 2262-04-11T23:47:16.854775807Z, " +
        "the times that a frame can hold (64-bit nanoseconds since 1970); leave the row out or append null.");
}
