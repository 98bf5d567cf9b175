using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>The conditions of one object, by type.</summary>
internal sealed class FluxConditions(IReadOnlyList<ApplicationCondition> all)
{
    public IReadOnlyList<ApplicationCondition> All => all;

    public ApplicationCondition? Ready => Find("Ready");

    public ApplicationCondition? Reconciling => IsTrue("Reconciling") ? Find("Reconciling") : null;

    public ApplicationCondition? Stalled => IsTrue("Stalled") ? Find("Stalled") : null;

    /// <summary>When the newest of them became what it is: the operator looked then, if not later.</summary>
    public DateTimeOffset? Newest => all.Max(condition => condition.Since);

    public ApplicationCondition? Find(string type) => all.FirstOrDefault(condition => condition.Type == type);

    public bool IsTrue(string type) => Find(type)?.Status == "True";

    public bool IsFalse(string type) => Find(type)?.Status == "False";
}
