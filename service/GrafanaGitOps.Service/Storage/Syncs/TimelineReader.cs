namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>Puts changes to their applications as both stream by.</summary>
/// <param name="matching">How many applications match in all.</param>
internal sealed class TimelineReader(long matching)
{
    private readonly List<(long Id, ApplicationTimeline Timeline)> _applications = [];
    private readonly Dictionary<long, long> _counts = [];
    private readonly Dictionary<(long Id, long Dimension), List<StateChange>> _changes = [];
    private bool _tooMany;

    public IEnumerable<long> Ids => _applications.Select(application => application.Id);

    public void AddApplication(StoredRow row)
    {
        var id = row.GetInt64(0);
        _applications.Add((id, new ApplicationTimeline
        {
            Application = row.Application(1),
            Environment = row.Text(6),
            Sync = _changes[(id, 0)] = [],
            Health = _changes[(id, 1)] = [],
        }));
    }

    public void AddCount(StoredRow row) => _counts[row.GetInt64(0)] = row.GetInt64(1);

    /// <summary>Keeps the first applications whose changes together stay within the limit.</summary>
    public void LeaveOutBeyond(int mostChanges)
    {
        var sum = 0L;
        var kept = _applications.TakeWhile(application => (sum += _counts.GetValueOrDefault(application.Id)) <= mostChanges).Count();
        _tooMany = kept < _applications.Count;
        _applications.RemoveRange(kept, _applications.Count - kept);
    }

    public void AddChange(StoredRow row)
    {
        if (row.Moment(2) is not { } moment) return;
        _changes[(row.GetInt64(0), row.GetInt64(1))].Add(new StateChange(moment, row.GetInt32(4)));
    }

    public TimelinePage Finish()
    {
        foreach (var changes in _changes.Values) changes.Sort((one, other) => one.Moment.NotAfter.CompareTo(other.Moment.NotAfter));
        return new TimelinePage([.. _applications.Select(application => application.Timeline)], matching - _applications.Count, _tooMany);
    }
}
