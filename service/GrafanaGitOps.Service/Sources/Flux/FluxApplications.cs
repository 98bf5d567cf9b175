using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>
/// The applications of one cluster by the source that they use, so that those of a source that changed can be looked at again. Objects are kept
/// packed: some hundred bytes each.
/// </summary>
internal sealed class FluxApplications
{
    private readonly Dictionary<ApplicationId, (SourceReference Source, FluxApplication Application)> _applications = [];
    private readonly Dictionary<SourceReference, HashSet<ApplicationId>> _users = [];

    /// <summary>Adds or replaces an application. One that uses no source object needs no second look.</summary>
    public void Set(ApplicationState state, FluxApplication application)
    {
        Remove(state.Id);
        if (state.Sources is not [{ Object: { } source }, ..]) return;
        _applications[state.Id] = (source, application);
        if (!_users.TryGetValue(source, out var users)) _users[source] = users = [];
        users.Add(state.Id);
    }

    /// <summary>Takes out an application that was deleted.</summary>
    public void Remove(ApplicationId id)
    {
        if (!_applications.Remove(id, out var known)) return;
        var users = _users[known.Source];
        users.Remove(id);
        if (users.Count == 0) _users.Remove(known.Source);
    }

    /// <summary>The applications that use any of the sources.</summary>
    public IReadOnlyList<FluxApplication> UsersOf(IEnumerable<SourceReference> sources) =>
        [.. sources.SelectMany(source => _users.GetValueOrDefault(source) ?? []).Select(id => _applications[id].Application)];
}
