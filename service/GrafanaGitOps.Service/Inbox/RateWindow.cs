namespace GrafanaGitOps.Service.Inbox;

/// <summary>How many have come in this second.</summary>
internal sealed class RateWindow(int perSecond, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private long _second;
    private int _count;

    /// <summary>Counts one more; false when it is one too many.</summary>
    public bool TryCount()
    {
        var second = timeProvider.GetTimestamp() / timeProvider.TimestampFrequency;
        lock (_gate)
        {
            if (second != _second) (_second, _count) = (second, 0);
            return ++_count <= perSecond;
        }
    }
}
