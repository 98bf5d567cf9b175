using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>Moments as the columns keep them: milliseconds, with the lower bound beside when it is known.</summary>
internal static class StoredMoment
{
    public static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static Moment Read(long? notBefore, long at) => new(StateRow.Moment(notBefore), DateTimeOffset.FromUnixTimeMilliseconds(at));
}
