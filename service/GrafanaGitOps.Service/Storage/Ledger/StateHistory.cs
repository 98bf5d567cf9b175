using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>The end of an application's history in one dimension, and what is added: a row for each change, never the same state twice in a row.</summary>
internal sealed class StateHistory(long dimension)
{
    private readonly List<StateChangeRow> _rows = [];
    private readonly List<StateChangeRow> _removed = [];
    private int _stored;

    /// <summary>The last change; null before the first.</summary>
    public StateChangeRow? Last => _rows.Count == 0 ? null : _rows[^1];

    public bool IsChanged => _removed.Count > 0 || _rows.Count > _stored;

    /// <summary>Stored rows that must go before the added ones are written.</summary>
    public IEnumerable<StateChangeRow> Removed => _removed;

    public IEnumerable<StateChangeRow> Added => _rows.Skip(_stored);

    /// <summary>Puts a stored change before those that are here; the last two are enough, for only the last can be replaced.</summary>
    public void Load(StateChangeRow stored)
    {
        _rows.Insert(0, stored);
        _stored++;
    }

    /// <summary>Adds a change. One from before the last comes late and is left out; one in the same millisecond replaces it.</summary>
    public void Add(long state, Moment moment)
    {
        var at = moment.NotAfter.ToUnixTimeMilliseconds();
        if (Last is { } last)
        {
            if (last.State == state || at < last.ChangedAt) return;
            if (at == last.ChangedAt) RemoveLast();
        }

        if (Last?.State == state) return;
        var notBefore = StoredMoment.Milliseconds(moment.NotBefore);
        // While the last state held it was not this one.
        if (Last is { } before && (notBefore is null || notBefore < before.ChangedAt)) notBefore = before.ChangedAt;
        _rows.Add(new StateChangeRow { Dimension = dimension, ChangedAt = at, ChangedNotBefore = notBefore, State = state });
    }

    private void RemoveLast()
    {
        if (_rows.Count == _stored)
        {
            _removed.Add(_rows[^1]);
            _stored--;
        }

        _rows.RemoveAt(_rows.Count - 1);
    }
}
