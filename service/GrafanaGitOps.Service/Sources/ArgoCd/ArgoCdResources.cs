using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>Resources of an Application, and what a sync did to each.</summary>
internal static class ArgoCdResources
{
    public static ResourceInventory Inventory(List<ResourceDto>? resources, List<string> notices)
    {
        if (resources is not { Count: > 0 }) return ResourceInventory.Empty;
        var items = new ResourceState[Math.Min(resources.Count, ApplicationLimits.Resources)];
        int outOfSync = 0, degraded = 0, missing = 0, pruning = 0;
        for (var index = 0; index < resources.Count; index++)
        {
            var state = State(resources[index]);
            if (index < items.Length) items[index] = state;
            if (state.Sync == SyncStatus.OutOfSync) outOfSync++;
            if (state.Health == HealthStatus.Degraded) degraded++;
            if (state.Health == HealthStatus.Missing) missing++;
            if (state.RequiresPruning) pruning++;
        }

        if (items.Length < resources.Count) notices.Add($"Only the first {items.Length} of {resources.Count} resources are kept; the counts are of all.");
        return new ResourceInventory
        {
            Items = items,
            Total = resources.Count,
            OutOfSync = outOfSync,
            Degraded = degraded,
            Missing = missing,
            RequiresPruning = pruning,
        };
    }

    public static ResourceResults Results(List<ResourceResultDto?>? results)
    {
        var all = (results ?? []).OfType<ResourceResultDto>().ToList();
        if (all.Count == 0) return ResourceResults.None;
        // OrderBy keeps the operator's order among equals.
        var kept = all.Count <= ApplicationLimits.Results ? all : all.OrderBy(result => IsFailed(result) ? 0 : IsChanged(result) ? 1 : 2).Take(ApplicationLimits.Results);
        return new ResourceResults
        {
            Items = [.. kept.Select(Result)],
            Total = all.Count,
            Changed = all.Count(IsChanged),
            Failed = all.Count(IsFailed),
            Pruned = all.Count(result => result.Status == "Pruned"),
            PruneSkipped = all.Count(result => result.Status == "PruneSkipped"),
        };
    }

    private static ResourceState State(in ResourceDto resource) => new(
        BoundedText.Text(resource.Group) ?? "",
        BoundedText.Text(resource.Kind) ?? "",
        BoundedText.Text(resource.Namespace),
        BoundedText.Text(resource.Name) ?? "",
        string.IsNullOrEmpty(resource.Status) ? null : OperatorText.Sync(resource.Status),
        string.IsNullOrEmpty(resource.Health?.Status) ? null : OperatorText.Health(resource.Health.Value.Status),
        resource.RequiresPruning == true);

    private static ResourceResult Result(ResourceResultDto result) => new()
    {
        Group = BoundedText.Text(result.Group) ?? "",
        Kind = BoundedText.Text(result.Kind) ?? "",
        Namespace = BoundedText.Text(result.Namespace),
        Name = BoundedText.Text(result.Name) ?? "",
        Status = BoundedText.Text(result.Status),
        Message = BoundedText.Message(result.Message),
        HookType = BoundedText.Text(result.HookType),
        HookPhase = BoundedText.Text(result.HookPhase),
        Images = BoundedText.List(result.Images, ApplicationLimits.Images),
    };

    private static bool IsFailed(ResourceResultDto result) => result.Status == "SyncFailed" || result.HookPhase is "Failed" or "Error";

    /// <summary>Argo CD writes kubectl's words: created, configured, serverside-applied, unchanged, pruned.</summary>
    private static bool IsChanged(ResourceResultDto result) =>
        result.Status == "Synced" && result.Message is { Length: > 0 } message && !message.TrimEnd().EndsWith("unchanged", StringComparison.Ordinal);
}
