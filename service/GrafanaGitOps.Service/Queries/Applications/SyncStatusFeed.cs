using System.Runtime.CompilerServices;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>
/// <c>sync_status</c> as it changes: first every application, then the rows that changed alone. Nothing is queued: who reads slowly gets all that
/// changed meanwhile in one frame. What changed is read from the database once for all followers.
/// </summary>
/// <param name="store">The ledger.</param>
/// <param name="filter">Which applications.</param>
/// <param name="links">Where rows lead to.</param>
/// <param name="limit">The most rows of the first frame.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class SyncStatusFeed(Store store, ApplicationFilter filter, WebLinks links, int limit, TimeProvider timeProvider)
{
    /// <summary>Changes that come faster are shown together.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>How often rows are looked through for those that grew stale or over budget, which time alone does.</summary>
    private static readonly TimeSpan AgingPause = TimeSpan.FromSeconds(10);

    private readonly Dictionary<long, SyncStatusRow> _shown = [];
    private SyncStatusLayout? _layout;
    private DateTimeOffset _aged;

    /// <summary>Every application, then what changed, until cancelled.</summary>
    public async IAsyncEnumerable<Frame> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = await store.Applications.ReadChangesAsync(filter, -1, cancellationToken);
        _aged = timeProvider.GetUtcNow();
        yield return Frame(changes, _aged);
        while (true)
        {
            await Task.Delay(ShortestPause, timeProvider, cancellationToken);
            await store.Database.WaitForVersionAsync(changes.Version, timeProvider, cancellationToken);
            changes = await AddAgedAsync(await store.Applications.ReadChangesAsync(filter, changes.Version, cancellationToken), cancellationToken);
            var frame = Frame(changes, timeProvider.GetUtcNow());
            if (frame.RowCount > 0) yield return frame;
            else frame.Dispose();
        }
    }

    private async Task<SnapshotChanges> AddAgedAsync(SnapshotChanges changes, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        if (now - _aged < AgingPause) return changes;
        _aged = now;
        var changed = changes.Changed.Select(look => look.Status.Id).ToHashSet();
        var looks = await store.Applications.ReadAsync(filter, cancellationToken);
        return changes with { Changed = [.. changes.Changed, .. looks.Where(look => !changed.Contains(look.Status.Id) && HasAged(look, now))] };
    }

    private bool HasAged(SnapshotEntry look, DateTimeOffset now)
    {
        if (!_shown.TryGetValue(look.Status.Id, out var shown)) return false;
        var application = new SyncStatusRow(look, now);
        return (application.IsStale, application.IsOverBudget) != (shown.IsStale, shown.IsOverBudget);
    }

    private Frame Frame(SnapshotChanges changes, DateTimeOffset now)
    {
        var gone = new List<SyncStatusRow>();
        foreach (var (id, deleted) in changes.Gone)
        {
            if (_shown.Remove(id, out var shown))
                gone.Add(new SyncStatusRow(new SnapshotEntry(shown.Status with { Deleted = deleted ?? now }, shown.LastLooked, 0), now));
        }

        var rows = changes.Changed.Select(look => new SyncStatusRow(look, now)).ToArray();
        foreach (var row in rows) _shown[row.Status.Id] = row;
        SyncStatusRow.SortWorstFirst(rows);
        _layout ??= SyncStatusLayout.Of(rows, links) with { HasDeleted = true };
        List<Notice> notices = [];
        if (rows.Length > limit) notices.Add(QueryNotices.Cut(limit, "worst", "filters in the channel's path"));
        return SyncStatusFrame.Create([.. rows.Take(limit), .. gone], links, _layout, notices);
    }
}
