using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>What a repository in the store should look like, kept in plain collections.</summary>
internal sealed class StoreModel
{
    private readonly HashSet<int> _stored = [];
    private readonly HashSet<int> _shown = [];
    private readonly Dictionary<int, DateTimeOffset> _vanished = [];
    private readonly SortedDictionary<string, (int Head, HashSet<int> Reach)> _branches = new(StringComparer.Ordinal);

    public IReadOnlyCollection<int> Stored => _stored;

    public IEnumerable<BranchHead> Heads => _branches.Select(branch => new BranchHead(branch.Key, Commits.Sha(branch.Value.Head)));

    public (long, long, long, DateTimeOffset?) Counts => (
        _shown.Count, _vanished.Count, _branches.Count, Reached.Any() ? Commits.Number(Reached.Max()).Committer.Time : null);

    private IEnumerable<int> Reached => _branches.Values.SelectMany(branch => branch.Reach);

    public IEnumerable<(int Number, string Branches, DateTimeOffset? Vanished)> Rows =>
        _shown.OrderDescending().Select(number => (
            number,
            string.Join(',', _branches.Where(branch => branch.Value.Reach.Contains(number)).Select(branch => branch.Key)),
            _vanished.TryGetValue(number, out var moment) ? (DateTimeOffset?)moment : null));

    public void Append(IEnumerable<int> numbers) => _stored.UnionWith(numbers);

    /// <summary>Makes the branch reach just these commits (none: deletes it), and says so as git's side would.</summary>
    public BranchMove Move(string branch, IReadOnlyList<int> reach, DateTimeOffset observed)
    {
        (int Head, HashSet<int> Reach)? before = _branches.TryGetValue(branch, out var found) ? found : null;
        int[] gained = [.. reach.Except(before?.Reach ?? [])];
        int[] lost = [.. (before?.Reach ?? []).Except(reach)];
        if (reach.Count == 0) _branches.Remove(branch);
        else _branches[branch] = (reach[0], [.. reach]);
        _shown.UnionWith(gained);
        foreach (var number in gained) _vanished.Remove(number);
        foreach (var number in lost.Except(Reached)) _vanished[number] = observed;
        return new BranchMove
        {
            Branch = branch,
            OldHead = before is { } old ? Commits.Sha(old.Head) : null,
            NewHead = reach.Count == 0 ? null : Commits.Sha(reach[0]),
            Observed = observed,
            Forced = lost.Length > 0,
            Gained = [.. gained.Select(Commits.Sha)],
            Lost = [.. lost.Select(Commits.Sha)],
        };
    }
}
