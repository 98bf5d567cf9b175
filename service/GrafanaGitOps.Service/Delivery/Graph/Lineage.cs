namespace GrafanaGitOps.Service.Delivery.Graph;

/// <summary>
/// What one head reaches, and how it got there: the chain of first parents is the branch as its owners moved it, and each commit came onto
/// it with the first commit of the chain that reaches it. Whether a commit lies between two of the chain is then a comparison of numbers.
/// </summary>
internal sealed class Lineage
{
    private readonly CommitGraph _graph;
    private readonly List<int> _chain = [];
    private readonly Stack<int> _stack = new();

    // One more than the place on the chain; zero for what the head does not reach.
    private int[] _landed;

    /// <summary>Goes through all that the head reaches, once.</summary>
    public Lineage(CommitGraph graph, int head)
    {
        (_graph, _landed) = (graph, new int[graph.Count]);
        Append(FirstParents(head, until: -1));
    }

    /// <summary>The commit that all of this is reached from.</summary>
    public int Head => _chain[^1];

    /// <summary>How many places the chain has.</summary>
    public int Length => _chain.Count;

    /// <summary>The commit at a place of the chain, the oldest at zero.</summary>
    public int this[int place] => _chain[place];

    /// <summary>The place at which the commit came onto the chain; -1 for what the head does not reach.</summary>
    public int Landed(int commit) => commit < _landed.Length ? _landed[commit] - 1 : -1;

    /// <summary>The commit's own place on the chain; -1 for what is not on it.</summary>
    public int Place(int commit) => Landed(commit) is >= 0 and var place && _chain[place] == commit ? place : -1;

    /// <summary>Moves the head on to a commit whose first parents lead to it; false, with nothing changed, for any other commit.</summary>
    public bool TryExtend(int head)
    {
        var added = FirstParents(head, until: Head);
        if (_graph.FirstParent(added[^1]) != Head) return false;
        if (_landed.Length < _graph.Count) Array.Resize(ref _landed, _graph.Count);
        Append(added);
        return true;
    }

    /// <summary>From the commit down its first parents, newest first, without <paramref name="until"/> and what is before it.</summary>
    private List<int> FirstParents(int commit, int until)
    {
        var chain = new List<int>();
        for (; commit >= 0 && commit != until; commit = _graph.FirstParent(commit)) chain.Add(commit);
        return chain;
    }

    private void Append(List<int> newestFirst)
    {
        for (var i = newestFirst.Count - 1; i >= 0; i--)
        {
            _chain.Add(newestFirst[i]);
            _stack.Push(newestFirst[i]);
            while (_stack.TryPop(out var commit))
            {
                if (_landed[commit] != 0) continue;
                _landed[commit] = _chain.Count;
                _graph.PushParents(commit, _stack);
            }
        }
    }
}
