using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Objects;

/// <summary>An Application of Argo CD and what it is like at the moment.</summary>
internal sealed partial class ArgoCdApplication(ApplicationKey key, string repositoryUrl, DateTimeOffset created)
    : DemoObject(ApiKind.Application, key, Fleet.ArgoCdNamespace, created)
{
    /// <summary>Argo CD's own limit.</summary>
    private const int HistoryLimit = 10;

    private readonly List<(long Id, SyncRun Run)> _history = [];
    private long _lastId;
    private int _wanted;
    private bool _isChangedByHand;

    /// <summary>Whether Argo CD syncs it by itself.</summary>
    public bool IsAutomatic => Key != Oddities.Manual;

    public bool IsSynced { get; private set; }

    /// <summary>Healthy, Progressing or Degraded; Missing before the first sync.</summary>
    public string Health { get; private set; } = "Missing";

    /// <summary>When Argo CD looked last.</summary>
    public DateTimeOffset Looked { get; private set; } = created;

    /// <summary>The sync that runs, else the last one; null before the first.</summary>
    public SyncRun? Sync { get; private set; }

    /// <summary>Syncs that ended well, syncs that failed, and the seconds that all took, as the controller counts.</summary>
    public (int Succeeded, int Failed, double Seconds) Syncs { get; private set; }

    private Revision? Head { get; set; }

    private DateTimeOffset HealthSince { get; set; } = created;

    private bool IsBehind => _wanted > (Deployed?.Number ?? 0);

    private Revision? Deployed => _history.Count == 0 ? null : _history[^1].Run.Revision;

    /// <summary>A commit changed its manifests.</summary>
    public void Want(int commit) => _wanted = commit;

    /// <summary>Argo CD compares it with the newest revision.</summary>
    public void Compare(Revision head, DateTimeOffset at)
    {
        (Head, Looked) = (head, at);
        IsSynced = Deployed is not null && !IsBehind && !_isChangedByHand;
    }

    /// <summary>False when there is nothing to sync.</summary>
    public bool Begin(SyncBegan began, DateTimeOffset at)
    {
        var isNeeded = began.Cause == SyncCause.SelfHeal ? _isChangedByHand : IsBehind || Deployed is null;
        if (!isNeeded || Head is null || Sync is { Ended: null }) return false;
        Sync = new SyncRun(began.Cause == SyncCause.SelfHeal ? Deployed! : Head, at, began.Cause, began.User);
        IsSynced = false;
        SetHealth("Progressing", at);
        return true;
    }

    /// <summary>False when none runs.</summary>
    public bool End(SyncFailure? failure, DateTimeOffset at)
    {
        if (Sync is not { Ended: null } running) return false;
        Sync = running with { Ended = at, Failure = failure };
        Looked = at;
        var (succeeded, failed, seconds) = Syncs;
        seconds += (at - running.Started).TotalSeconds;
        Syncs = failure is null ? (succeeded + 1, failed, seconds) : (succeeded, failed + 1, seconds);
        if (failure is not null)
        {
            // What was refused left the old pods alone; a Job comes after them.
            if (!failure.IsHook) SetHealth("Healthy", at);
            return true;
        }

        _isChangedByHand = false;
        // Argo CD remembers no sync of chosen resources.
        if (running.Cause != SyncCause.SelfHeal) _history.Add((_lastId++, Sync));
        if (_history.Count > HistoryLimit) _history.RemoveAt(0);
        IsSynced = !IsBehind;
        return true;
    }

    /// <summary>False when nothing was on its way.</summary>
    public bool RollOut(bool isHealthy, DateTimeOffset at)
    {
        if (Health != "Progressing" || Sync is { Ended: null }) return false;
        SetHealth(isHealthy ? "Healthy" : "Degraded", at);
        return true;
    }

    public void ChangeByHand(DateTimeOffset at)
    {
        (_isChangedByHand, IsSynced, Looked) = (true, false, at);
    }

    private void SetHealth(string health, DateTimeOffset at)
    {
        if (Health != health) (Health, HealthSince) = (health, at);
    }
}
