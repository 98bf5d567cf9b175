using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Moments as the columns keep them: milliseconds, with the lower bound beside when it is known.</summary>
internal static class StoredMoment
{
    public static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static DateTimeOffset? At(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    public static Moment Read(long? notBefore, long at) => new(At(notBefore), DateTimeOffset.FromUnixTimeMilliseconds(at));
}
