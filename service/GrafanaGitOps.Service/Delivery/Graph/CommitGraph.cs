namespace GrafanaGitOps.Service.Delivery.Graph;

/// <summary>
/// The commits of one repository with their parents, as arrays: about 60 bytes a commit. A number stands for each commit; a parent that is
/// not stored (the history may begin in the middle) has a number too and is not <see cref="IsStored"/>.
/// </summary>
internal sealed class CommitGraph
{
    private readonly ObjectIdTable _ids = new();
    private readonly List<long> _rowsInOrder = [];
    private readonly List<int> _commitsInOrder = [];
    private readonly List<int> _parents = [];
    private long[] _rows = [];
    private long[] _times = [];
    private int[] _firstParent = [];
    private ushort[] _parentCounts = [];
    private bool[] _changes = [];

    /// <summary>Numbers that are in use.</summary>
    public int Count => _ids.Count;

    /// <summary>The highest row that was added; rows are added in their order.</summary>
    public long LastRow => _rowsInOrder.Count == 0 ? 0 : _rowsInOrder[^1];

    /// <summary>Adds a commit.</summary>
    /// <param name="row">Its row in the store; higher than all before.</param>
    /// <param name="id">Its object id.</param>
    /// <param name="parents">Object ids of its parents, one after the other.</param>
    /// <param name="time">Committer time, Unix milliseconds.</param>
    /// <param name="changes">Whether it changed files; a merge did where it made something of its own of them.</param>
    public void Add(long row, ReadOnlySpan<byte> id, ReadOnlySpan<byte> parents, long time, bool changes)
    {
        var commit = Number(id);
        if (commit < 0 || IsStored(commit)) return;
        var (first, count) = (_parents.Count, 0);
        for (; !parents.IsEmpty && parents.Length >= id.Length && count < ushort.MaxValue; parents = parents[id.Length..], count++)
            _parents.Add(Number(parents[..id.Length]));
        (_rows[commit], _times[commit], _changes[commit]) = (row, time, changes);
        (_firstParent[commit], _parentCounts[commit]) = (first, (ushort)count);
        _rowsInOrder.Add(row);
        _commitsInOrder.Add(commit);
    }

    /// <summary>The commit's number; -1 when it is not stored.</summary>
    public int Find(ReadOnlySpan<byte> id) => _ids.Find(id) is >= 0 and var commit && IsStored(commit) ? commit : -1;

    /// <summary>The number of the commit in this row of the store; -1 when there is none.</summary>
    public int FindRow(long row) => _rowsInOrder.BinarySearch(row) is >= 0 and var place ? _commitsInOrder[place] : -1;

    public bool IsStored(int commit) => _rows[commit] != 0;

    /// <summary>The commit's row in the store.</summary>
    public long Row(int commit) => _rows[commit];

    public ReadOnlySpan<byte> Id(int commit) => _ids[commit];

    /// <summary>Committer time, Unix milliseconds.</summary>
    public long Time(int commit) => _times[commit];

    public bool ChangesFiles(int commit) => _changes[commit];

    /// <summary>The first parent; -1 for a root, and where it is not stored.</summary>
    public int FirstParent(int commit) =>
        _parentCounts[commit] > 0 && _parents[_firstParent[commit]] is var parent && IsStored(parent) ? parent : -1;

    /// <summary>Puts the parents that are stored on the stack.</summary>
    public void PushParents(int commit, Stack<int> stack)
    {
        for (var i = 0; i < _parentCounts[commit]; i++)
            if (_parents[_firstParent[commit] + i] is var parent && IsStored(parent)) stack.Push(parent);
    }

    private int Number(ReadOnlySpan<byte> id)
    {
        var number = _ids.Add(id);
        if (number < _rows.Length) return number;
        var length = Math.Max(1_024, _rows.Length + (_rows.Length / 2));
        Array.Resize(ref _rows, length);
        Array.Resize(ref _times, length);
        Array.Resize(ref _firstParent, length);
        Array.Resize(ref _parentCounts, length);
        Array.Resize(ref _changes, length);
        return number;
    }
}
