using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>What a Kustomization or HelmRelease applied; Flux keeps no state per resource.</summary>
internal static class FluxInventory
{
    public static ResourceInventory Read(InventoryDto? inventory, List<string> notices)
    {
        if (inventory?.Entries is not { Count: > 0 } entries) return ResourceInventory.Empty;
        var kept = Math.Min(entries.Count, ApplicationLimits.Resources);
        if (kept < entries.Count) notices.Add($"Only the first {kept} of {entries.Count} resources are kept; the counts are of all.");
        return new ResourceInventory { Items = [.. entries.Take(kept).Select(entry => Parse(entry.Id))], Total = entries.Count };
    }

    /// <summary><c>namespace_name_group_kind</c>; names of roles hold colons, which are written as two underscores.</summary>
    private static ResourceState Parse(string? id)
    {
        var text = BoundedText.Text(id) ?? "";
        var (first, last) = (text.IndexOf('_'), text.LastIndexOf('_'));
        var middle = last > first + 1 ? text.LastIndexOf('_', last - 1) : -1;
        if (first < 0 || middle <= first) return new ResourceState("", "", null, text, null, null, false);
        return new ResourceState(
            text[(middle + 1)..last], text[(last + 1)..], first == 0 ? null : text[..first],
            text[(first + 1)..middle].Replace("__", ":", StringComparison.Ordinal), null, null, false);
    }
}
