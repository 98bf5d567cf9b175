namespace GrafanaGitOps.Service.Delivery.Graph;

/// <summary>The commits that one commit reaches and another does not: <c>git rev-list from..to</c>.</summary>
internal sealed class CommitRange
{
    private readonly CommitGraph _graph;
    private readonly HashSet<int> _except = [];

    /// <param name="graph">The repository.</param>
    /// <param name="lineage">One that has <paramref name="to"/> on its chain.</param>
    /// <param name="from">Any commit; -1 leaves nothing out.</param>
    /// <param name="to">A commit of the chain.</param>
    public CommitRange(CommitGraph graph, Lineage lineage, int from, int to)
    {
        (_graph, Lineage) = (graph, lineage);
        (After, UpTo) = (-1, lineage.Place(to));
        if (from >= 0) LeaveOut(from);
    }

    public Lineage Lineage { get; }

    /// <summary>Commits came onto the chain after this place ...</summary>
    public int After { get; private set; }

    /// <summary>... and not after this one.</summary>
    public int UpTo { get; }

    public bool IsEmpty => After >= UpTo;

    public bool Contains(int commit) => Lineage.Landed(commit) is var place && place > After && place <= UpTo && !_except.Contains(commit);

    /// <summary>
    /// When a commit of the range got onto the branch, Unix milliseconds: the committer time of the first-parent commit that brought it.
    /// Not before 1970, whatever clocks said.
    /// </summary>
    public long MergedAt(int commit) => Math.Max(0, _graph.Time(Lineage[Lineage.Landed(commit)]));

    /// <summary>
    /// All that came onto the chain up to a place is reached from that place. So of what <paramref name="from"/> reaches, only its way to
    /// the chain must be walked, which is nothing at all when it is on the chain.
    /// </summary>
    private void LeaveOut(int from)
    {
        var (stack, off) = (new Stack<int>([from]), new HashSet<int>());
        while (stack.TryPop(out var commit))
        {
            var place = Lineage.Landed(commit);
            if (place >= 0 && place <= After) continue;
            if (Lineage.Place(commit) >= 0) After = Math.Max(After, place);
            else if (off.Add(commit)) _graph.PushParents(commit, stack);
        }

        _except.UnionWith(off.Where(commit => Lineage.Landed(commit) > After));
    }
}
